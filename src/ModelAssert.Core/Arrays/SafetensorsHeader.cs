using System.Text.Json;

namespace ModelAssert.Arrays;

/// <summary>One array in a header.</summary>
/// <param name="TypeName">The type as it is written.</param>
/// <param name="Shape">The extents.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafetensorsEntry(string TypeName, int[] Shape, long Begin, long End)
{
    /// <summary>The type, or <see langword="null"/> if it is one that is not read.</summary>
    public NpyElementType? Type => TypeName switch
    {
        "F16" => NpyElementType.Float16,
        "F32" => NpyElementType.Float32,
        "F64" => NpyElementType.Float64,
        "U8" => NpyElementType.UInt8,
        "I32" => NpyElementType.Int32,
        "I64" => NpyElementType.Int64,
        _ => null,
    };
}

/// <summary>The header of a safetensors file: an object of arrays by name, and <c>__metadata__</c>, which is passed over.</summary>
internal static class SafetensorsHeader
{
    public const int MaximumLength = 16 << 20;
    private const int MaximumRank = 32;
    private const string Metadata = "__metadata__";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <param name="header">The header.</param>
    /// <param name="dataLength">How many bytes follow it.</param>
    /// <exception cref="InvalidDataException">It is not understood, or its arrays do not fill the bytes that follow exactly.</exception>
    public static Dictionary<string, SafetensorsEntry> Parse(ReadOnlyMemory<byte> header, long dataLength)
    {
        try
        {
            using var document = JsonDocument.Parse(header, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException("Its header is no object.");

            var entries = document.RootElement.EnumerateObject().Where(property => property.Name != Metadata)
                .ToDictionary(property => property.Name, property => ParseEntry(property.Name, property.Value), StringComparer.Ordinal);
            RequireNoGap(entries.Values, dataLength);
            return entries;
        }
        // A name that is no Unicode is found only when it is read, and is another exception then.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"Its header is not understood. {e.Message}", e);
        }
    }

    private static SafetensorsEntry ParseEntry(string name, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() > MaximumRank
            || !entry.TryGetProperty("data_offsets", out var offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2)
        {
            throw Illegal(name);
        }

        return new SafetensorsEntry(
            type.GetString()!, [.. shape.EnumerateArray().Select(extent => (int)ReadNumber(name, extent, int.MaxValue))],
            ReadNumber(name, offsets[0], long.MaxValue), ReadNumber(name, offsets[1], long.MaxValue));
    }

    private static long ReadNumber(string name, JsonElement element, long maximum) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number >= 0 && number <= maximum ? number : throw Illegal(name);

    /// <summary>The format allows no gap, no overlap and nothing after the last array: a file means one thing only.</summary>
    private static void RequireNoGap(IEnumerable<SafetensorsEntry> entries, long dataLength)
    {
        var position = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position || entry.End < entry.Begin)
                throw new InvalidDataException("Its arrays overlap or leave a gap.");
            position = entry.End;
        }

        if (position != dataLength)
            throw new InvalidDataException($"Its arrays have {position} bytes, the file holds {dataLength}.");
    }

    private static InvalidDataException Illegal(string name) =>
        new($"The array '{(name.Length > 100 ? name[..100] : name)}' is not described as safetensors does it.");
}
