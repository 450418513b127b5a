using System.IO.Compression;

namespace ModelAssert.Arrays;

/// <summary>NumPy's <c>.npz</c> format: a zip of arrays by name. Python reads it with <c>numpy.load</c>.</summary>
internal static class NpzFile
{
    private const string Extension = ".npy";

    /// <summary>Larger arrays that are compressed further than this are taken for a zip bomb.</summary>
    private const int MaximumRatio = 100;

    private const long MinimumBytesOfBomb = 16L << 20;

    // A zip knows no date before this one. A fixed date makes equal arrays equal files.
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads the arrays of the given names; others are not touched.</summary>
    /// <param name="stream">A seekable stream, left open.</param>
    /// <param name="names">The names that are wanted.</param>
    /// <returns>Those of them that the file holds.</returns>
    /// <exception cref="InvalidDataException">The file is no zip, is damaged, an array is of a form that is not read, or two have its name. The message says which.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(Stream stream, params IEnumerable<string> names) =>
        ReadUpTo(Array.MaxLength, stream, names);

    /// <summary>Reads arrays none of which is longer than a number of bytes; one that says it is, is not allocated.</summary>
    /// <inheritdoc cref="Read(Stream, IEnumerable{string})"/>
    internal static IReadOnlyDictionary<string, NpyArray> ReadUpTo(long maximumBytes, Stream stream, params IEnumerable<string> names)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var arrays = new Dictionary<string, NpyArray>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (Find(zip, name) is { } entry)
                arrays[name] = Read(entry, name, maximumBytes);
        }

        return arrays;
    }

    /// <summary>
    /// The one entry that can be meant by a name. Readers differ in which of two they take: the first, the last, the one without the extension, or, once unpacked where
    /// capitals do not count, either.
    /// </summary>
    private static ZipArchiveEntry? Find(ZipArchive zip, string name)
    {
        ZipArchiveEntry[] meant =
        [
            .. zip.Entries.Where(entry => entry.FullName.Equals(name + Extension, StringComparison.OrdinalIgnoreCase) || entry.FullName.Equals(name, StringComparison.OrdinalIgnoreCase)),
        ];
        return meant.Length > 1
            ? throw new InvalidDataException($"The array '{name}' is there twice: as {string.Join(" and as ", meant.Select(entry => $"'{entry.FullName}'"))}.")
            : Array.Find(meant, entry => entry.FullName == name + Extension);
    }

    /// <summary>Writes arrays. Equal arrays in equal order give equal bytes.</summary>
    /// <param name="stream">A stream, left open.</param>
    /// <param name="arrays">The arrays by name, in the order in which they are written.</param>
    /// <param name="compression">How hard they are compressed. The default is <see cref="CompressionLevel.Optimal"/>.</param>
    public static void Write(
        Stream stream, IEnumerable<KeyValuePair<string, NpyArray>> arrays, CompressionLevel compression = CompressionLevel.Optimal)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, array) in arrays)
        {
            var entry = zip.CreateEntry(name + Extension, compression);
            entry.LastWriteTime = Timestamp;
            using var content = entry.Open();
            content.Write(NpyHeader.Write(array.ElementType, array.Shape));
            content.Write(array.Bytes);
        }
    }

    private static NpyArray Read(ZipArchiveEntry entry, string name, long maximumBytes)
    {
        try
        {
            using var content = entry.Open();
            var (type, shape) = NpyHeader.Read(content);
            var length = NpyHeader.ByteCount(type, shape);
            if (length > maximumBytes)
                throw new InvalidDataException("It is too large.");
            // What the header promises must be there, and not by compression alone; only then is it allocated.
            if (length > entry.Length)
                throw new InvalidDataException("It is shorter than it says.");
            if (length > MinimumBytesOfBomb && length / MaximumRatio > entry.CompressedLength)
                throw new InvalidDataException($"It unpacks to more than {MaximumRatio} times its size. Save it with numpy.savez, uncompressed, if that is meant.");

            var bytes = GC.AllocateUninitializedArray<byte>((int)length);
            content.ReadExactly(bytes);
            if (content.ReadByte() >= 0)
                throw new InvalidDataException("It is longer than it says.");
            return new NpyArray(type, shape, bytes);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new InvalidDataException($"The array '{name}' cannot be read. {e.Message}", e);
        }
    }
}
