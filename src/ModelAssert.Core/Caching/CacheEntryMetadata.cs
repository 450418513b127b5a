using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert.Caching;

/// <summary>The part of an entry that is no array: JSON in the array <c>meta</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CacheEntryMetadata
{
    public required int Format { get; init; }

    /// <summary>The entry's own name: one entry renamed to another's is found out.</summary>
    public required string Key { get; init; }

    public required string SealAlgorithm { get; init; }

    public required int Label { get; init; }

    public required bool Converged { get; init; }

    public required int Steps { get; init; }

    public required double AttackSuccessRate { get; init; }

    public required double MaskL1Norm { get; init; }

    public LabelStop? Stopped { get; init; }

    public required IReadOnlyList<double> Norms { get; init; }

    public int? FirstSuccess { get; init; }

    public required string Model { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <exception cref="InvalidDataException">This is no such JSON.</exception>
    public static CacheEntryMetadata Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<CacheEntryMetadata>(json, JsonFormat.Line) ?? throw new InvalidDataException("Its metadata is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("Its metadata is not understood.", e);
        }
    }

    /// <summary>Numbers are written with as many digits as it takes to read the same number again.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, JsonFormat.Line);
}
