using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelAssert.Arrays;

/// <summary>The header of NumPy's <c>.npy</c> format, versions 1 to 3: a magic number, then a Python dictionary as text.</summary>
internal static partial class NpyHeader
{
    private const int MaximumRank = 32;
    private const int MaximumHeaderLength = 64 * 1024;

    private static readonly (string Code, NpyElementType Type, int Size)[] Types =
    [
        ("|b1", NpyElementType.Boolean, 1), ("|u1", NpyElementType.UInt8, 1), ("|i1", NpyElementType.Int8, 1),
        ("<u2", NpyElementType.UInt16, 2), ("<i2", NpyElementType.Int16, 2), ("<u4", NpyElementType.UInt32, 4),
        ("<i4", NpyElementType.Int32, 4), ("<i8", NpyElementType.Int64, 8), ("<f2", NpyElementType.Float16, 2),
        ("<f4", NpyElementType.Float32, 4), ("<f8", NpyElementType.Float64, 8),
    ];

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static int SizeOf(NpyElementType type) => Array.Find(Types, entry => entry.Type == type).Size;

    public static long ByteCount(NpyElementType type, ReadOnlySpan<int> shape)
    {
        long count = SizeOf(type);
        foreach (var extent in shape)
        {
            // Checked step by step: the product of hostile extents may pass 2^63 and come back small.
            count = extent >= 0 && count <= int.MaxValue ? count * extent : long.MaxValue;
            if (count > int.MaxValue)
                return long.MaxValue;
        }

        return count;
    }

    /// <exception cref="InvalidDataException">This is no array of a supported type.</exception>
    public static (NpyElementType Type, int[] Shape) Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        stream.ReadExactly(start);
        if (!start[..6].SequenceEqual(Magic) || start[6] is < 1 or > 3)
            throw new InvalidDataException("It does not begin as a NumPy array does.");

        Span<byte> lengthBytes = stackalloc byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(lengthBytes);
        var length = lengthBytes.Length == 2 ? BitConverter.ToUInt16(lengthBytes) : BitConverter.ToUInt32(lengthBytes);
        if (length > MaximumHeaderLength)
            throw new InvalidDataException("Its header is too long.");

        var header = new byte[length];
        stream.ReadExactly(header);
        return Parse(Encoding.UTF8.GetString(header));
    }

    public static byte[] Write(NpyElementType type, IReadOnlyList<int> shape)
    {
        var code = Array.Find(Types, entry => entry.Type == type).Code;
        var extents = string.Join(", ", shape) + (shape.Count == 1 ? "," : "");
        var text = $"{{'descr': '{code}', 'fortran_order': False, 'shape': ({extents}), }}";

        // Padded with blanks to a multiple of 64 and closed by a line feed, as NumPy does to align the data.
        var length = (10 + text.Length + 1 + 63) / 64 * 64 - 10;
        return [.. Magic, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n")];
    }

    private static (NpyElementType Type, int[] Shape) Parse(string header)
    {
        var match = Dictionary().Match(header);
        if (!match.Success)
            throw new InvalidDataException("Its header is not understood.");
        if (match.Groups["order"].Value == "True")
            throw new InvalidDataException("It is stored in Fortran order; save it with numpy.ascontiguousarray.");

        var code = match.Groups["descr"].Value;
        var known = Array.Find(Types, entry => entry.Code == code);
        if (known.Code is null)
            throw new InvalidDataException($"Its elements are of type '{code}', which is not read.");

        var extents = match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (extents.Length > MaximumRank)
            throw new InvalidDataException("It has too many dimensions.");
        return (known.Type, Array.ConvertAll(extents, ParseExtent));
    }

    private static int ParseExtent(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var extent)
            ? extent
            : throw new InvalidDataException("It is too large.");

    // NumPy writes the keys in alphabetical order, always.
    [GeneratedRegex(@"^\{'descr': '(?<descr>[^']{1,16})', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>[0-9, ]*)\),? *\}\s*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Dictionary();
}
