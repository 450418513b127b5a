using System.Globalization;
using ModelAssert.Digests;

namespace ModelAssert.Caching;

/// <summary>
/// Everything that decides the trigger of one label, and nothing else: two scans that agree on all of it reverse the same trigger. The threshold and the
/// set of labels are not part of it; they only decide what becomes of the numbers.
/// </summary>
internal sealed record CacheKey
{
    private const int LineageLength = 16;

    private const int DigestLength = 64;

    /// <summary>The digest of the model file, SHA-256 in lower-case hexadecimal.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>The digest of shape, images and labels of the samples as they were drawn, in their order.</summary>
    public required string SamplesSha256 { get; init; }

    /// <summary>The pixel range in which the samples were stored. Equal values may be bytes or floats, and are other pictures then.</summary>
    public required PixelRange StoredRange { get; init; }

    /// <summary>What the model is given the samples with: pixel range, mean and deviation, order of the channels.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>How much work is spent on the label.</summary>
    public required ScanProfile Profile { get; init; }

    /// <summary>Every constant of the optimisation, as one line of text: a changed constant is another key.</summary>
    public required string Settings { get; init; }

    /// <summary>The seed of every random choice.</summary>
    public required int Seed { get; init; }

    /// <summary>The label.</summary>
    public required int Label { get; init; }

    /// <summary>The version of the engine's algorithm.</summary>
    public required string AlgorithmVersion { get; init; }

    /// <summary>The key as a name: <see cref="Lineage"/>, a hyphen, and the digest of <see cref="ToString"/>.</summary>
    /// <returns>16 and 64 digits in lower-case hexadecimal.</returns>
    public string Name() => $"{Lineage()}-{ContentDigest.Of(ToString())}";

    /// <summary>
    /// What the keys of a model and of the one that it was trained on from have in common: everything but the model. Other models that are scanned in the same way
    /// share it too.
    /// </summary>
    /// <returns>16 digits in lower-case hexadecimal.</returns>
    public string Lineage() => ContentDigest.Of((this with { ModelSha256 = "" }).ToString())[..LineageLength];

    /// <summary>The key in its canonical form: a line for every part, the version of the cache's format first.</summary>
    /// <returns>Lines that end with a line feed.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"""
        format {CacheEntry.FormatVersion}
        model {ModelSha256}
        samples {SamplesSha256}
        stored-range {StoredRange}
        preprocessing {Preprocessing}
        profile {Profile}
        settings {Settings}
        seed {Seed}
        label {Label}
        algorithm {AlgorithmVersion}

        """);

    /// <summary>Whether a name is one that <see cref="Name"/> may have given.</summary>
    internal static bool IsName(string name) =>
        name.Length == LineageLength + 1 + DigestLength && name[LineageLength] == '-' && name.Remove(LineageLength, 1).All(char.IsAsciiHexDigitLower);
}
