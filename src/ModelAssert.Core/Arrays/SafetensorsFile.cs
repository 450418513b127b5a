using System.Buffers.Binary;

namespace ModelAssert.Arrays;

/// <summary>The safetensors format: the length of a header, the header in JSON, then the elements of all arrays without a gap.</summary>
internal static class SafetensorsFile
{
    /// <summary>Reads the arrays of the given names; of others only the header is looked at.</summary>
    /// <param name="stream">A seekable stream at its beginning, left open.</param>
    /// <param name="names">The names that are wanted.</param>
    /// <returns>Those of them that the file holds.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is not safetensors, is damaged, or a wanted array is of a type that is not read (F16, F32, F64, U8, I32 and I64 are). The message says which.
    /// </exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(Stream stream, params IEnumerable<string> names)
    {
        var (entries, start) = ReadHeader(stream);
        var arrays = new Dictionary<string, NpyArray>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (entries.TryGetValue(name, out var entry))
                arrays[name] = Read(stream, name, entry, start);
        }

        return arrays;
    }

    /// <summary>The names of all arrays; only the header is read.</summary>
    /// <param name="stream">A seekable stream at its beginning, left open.</param>
    /// <returns>The names, in no order.</returns>
    /// <exception cref="InvalidDataException">The file is not safetensors, or is damaged. The message says how.</exception>
    public static IReadOnlyCollection<string> ReadNames(Stream stream) => [.. ReadHeader(stream).Entries.Keys];

    private static (IReadOnlyDictionary<string, SafetensorsEntry> Entries, long Start) ReadHeader(Stream stream)
    {
        Span<byte> lengthBytes = stackalloc byte[sizeof(ulong)];
        if (stream.Length < lengthBytes.Length)
            throw new InvalidDataException("The file is too short for safetensors.");

        stream.ReadExactly(lengthBytes);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength > SafetensorsHeader.MaximumLength || (long)headerLength > stream.Length - lengthBytes.Length)
            throw new InvalidDataException($"Its header is said to have {headerLength} bytes, more than there are or {SafetensorsHeader.MaximumLength}.");

        var header = new byte[headerLength];
        stream.ReadExactly(header);
        var start = lengthBytes.Length + (long)headerLength;
        return (SafetensorsHeader.Parse(header, stream.Length - start), start);
    }

    private static NpyArray Read(Stream stream, string name, SafetensorsEntry entry, long start)
    {
        if (entry.Type is not { } type)
            throw new InvalidDataException($"The array '{name}' is of type '{entry.TypeName}', which is not read; F16, F32, F64, U8, I32 and I64 are.");
        if (entry.End - entry.Begin != NpyHeader.ByteCount(type, entry.Shape))
            throw new InvalidDataException($"The array '{name}' has {entry.End - entry.Begin} bytes, which are not its extents.");

        var bytes = GC.AllocateUninitializedArray<byte>((int)(entry.End - entry.Begin));
        stream.Position = start + entry.Begin;
        stream.ReadExactly(bytes);
        return new NpyArray(type, entry.Shape, bytes);
    }
}
