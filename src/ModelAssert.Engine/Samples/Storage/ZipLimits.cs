using System.IO.Compression;

namespace ModelAssert.Engine.Samples.Storage;

/// <summary>What a zip of samples may hold. Nothing of it is written to disk, so these guard memory and time.</summary>
internal static class ZipLimits
{
    /// <summary>Ten times the largest data set that pictures are usually shipped of.</summary>
    public const int MaximumEntries = 1_000_000;

    /// <summary>One file, unpacked.</summary>
    public const long MaximumEntryBytes = 1L << 30;

    /// <summary>All files, unpacked.</summary>
    public const long MaximumTotalBytes = 64L << 30;

    /// <summary>Folders in a name. Every one of them is a name of its own to remember, so that long names of many folders would be a bomb too.</summary>
    private const int MaximumDepth = 16;

    private const int MaximumNameLength = 512;

    /// <summary>Pictures and arrays of pictures do not compress as far as this.</summary>
    public const int MaximumRatio = 100;

    /// <summary>Up to this size the ratio is not looked at: a small file of zeros is no bomb.</summary>
    public const long MinimumBytesOfBomb = 16L << 20;

    /// <exception cref="InvalidDataException">A limit is passed, or a name leads out of the archive.</exception>
    public static void Check(ZipArchive zip, long archiveLength)
    {
        if (zip.Entries.Count > MaximumEntries)
            throw new InvalidDataException($"The zip holds {zip.Entries.Count} files; {MaximumEntries} are read at most.");

        var names = new HashSet<string>(zip.Entries.Count, StringComparer.Ordinal);
        var (total, compressed) = (0L, 0L);
        foreach (var entry in zip.Entries)
        {
            CheckName(entry.FullName, names);
            CheckSize(entry, archiveLength);
            // Neither overflows: there are a million entries at most, and each is limited.
            total += entry.Length;
            compressed += entry.CompressedLength;
        }

        if (total > MaximumTotalBytes)
            throw new InvalidDataException($"The zip unpacks to {total} bytes; {MaximumTotalBytes} are read at most.");
        if (compressed > archiveLength)
            throw new InvalidDataException("The zip's files lie on top of each other, as in a zip bomb.");
    }

    private static void CheckName(string name, HashSet<string> names)
    {
        if (name.Length > MaximumNameLength || name.AsSpan().Count('/') > MaximumDepth)
            throw new InvalidDataException($"The zip holds a file named '{Shorten(name)}', which is too long or in too many folders.");
        if (name.Length == 0 || name.Contains('\\') || name.Contains(':') || name.StartsWith('/') || name.Split('/').Contains(".."))
            throw new InvalidDataException($"The zip holds a file named '{Shorten(name)}', which does not stay inside of it.");
        if (!names.Add(name))
            throw new InvalidDataException($"The zip holds two files named '{Shorten(name)}'.");
    }

    private static void CheckSize(ZipArchiveEntry entry, long archiveLength)
    {
        if (entry.CompressedLength > archiveLength)
            throw new InvalidDataException($"'{Shorten(entry.FullName)}' is said to be larger than the zip that it is in.");
        if (entry.Length < 0 || entry.CompressedLength < 0 || entry.Length > MaximumEntryBytes)
            throw new InvalidDataException($"'{Shorten(entry.FullName)}' in the zip unpacks to {entry.Length} bytes; {MaximumEntryBytes} are read at most.");
        if (IsBomb(entry.Length, entry.CompressedLength))
            throw new InvalidDataException(
                $"'{Shorten(entry.FullName)}' in the zip unpacks to more than {MaximumRatio} times its size, as in a zip bomb. Store it uncompressed if it is none.");
    }

    /// <summary>Whether so many bytes from so few are refused.</summary>
    public static bool IsBomb(long length, long compressedLength) => length > MinimumBytesOfBomb && length / MaximumRatio > compressedLength;

    private static string Shorten(string name) => name.Length <= 100 ? name : name[..100] + "…";
}
