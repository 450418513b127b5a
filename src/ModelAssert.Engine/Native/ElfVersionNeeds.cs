using System.Buffers.Binary;
using System.Text;

namespace ModelAssert.Engine.Native;

/// <summary>
/// The "version needs" of a 64-bit little-endian ELF library: which symbol versions it asks of which other libraries
/// (Linux Standard Base, "Symbol Versioning").
/// </summary>
internal static class ElfVersionNeeds
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort WeakFlag = 0x2;

    /// <summary>Marks a needed version as weak, so that the loader goes on without it.</summary>
    /// <param name="image">The library's bytes, edited in place.</param>
    /// <param name="version">The version's name.</param>
    /// <returns><see langword="false"/>, with the bytes untouched, if this is no such file or it does not need that version.</returns>
    public static bool TryMakeWeak(Span<byte> image, string version)
    {
        try
        {
            return MakeWeak(image, Encoding.ASCII.GetBytes(version));
        }
        catch (ArgumentOutOfRangeException)
        {
            // An offset in the file points outside of it.
            return false;
        }
    }

    private static bool MakeWeak(Span<byte> image, ReadOnlySpan<byte> version)
    {
        if (!image.StartsWith("\u007fELF\u0002\u0001"u8))
            return false;

        var sections = (int)UInt64(image, 40);
        var sectionSize = UInt16(image, 58);
        var sectionCount = UInt16(image, 60);
        for (var i = 0; i < sectionCount; i++)
        {
            var header = image[(sections + i * sectionSize)..];
            if (UInt32(header, 4) != VersionNeedSection)
                continue;

            var needs = (int)UInt64(header, 24);
            var strings = (int)UInt64(image, sections + (int)UInt32(header, 40) * sectionSize + 24);
            if (FindEntry(image, needs, strings, version) is { } entry)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(image[(entry + 4)..], (ushort)(UInt16(image, entry + 4) | WeakFlag));
                return true;
            }
        }

        return false;
    }

    /// <summary>Walks the libraries, and for each the versions asked of it.</summary>
    private static int? FindEntry(ReadOnlySpan<byte> image, int needs, int strings, ReadOnlySpan<byte> version)
    {
        for (var need = needs; ; need += Next(image, need, 12))
        {
            var entry = need + (int)UInt32(image, need + 8);
            for (var left = UInt16(image, need + 2); left > 0; left--)
            {
                var name = image[(strings + (int)UInt32(image, entry + 8))..];
                if (name.StartsWith(version) && name[version.Length] == 0)
                    return entry;
                entry += Next(image, entry, 12);
            }

            if (Next(image, need, 12) == 0)
                return null;
        }
    }

    private static int Next(ReadOnlySpan<byte> image, int entry, int field) => (int)UInt32(image, entry + field);

    private static ushort UInt16(ReadOnlySpan<byte> image, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(image[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> image, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(image[offset..]);

    private static ulong UInt64(ReadOnlySpan<byte> image, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(image[offset..]);
}
