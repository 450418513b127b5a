namespace ModelAssert.Zoo;

/// <summary>What a scan for source-specific backdoors found of one model.</summary>
internal sealed record PairScanResult
{
    public required string Name { get; init; }

    /// <summary>SHA-256 of the file that was scanned, in lower-case hexadecimal.</summary>
    public required string ModelSha256 { get; init; }

    public required string AlgorithmVersion { get; init; }

    /// <summary>The verdict on the pairs alone; <see cref="Verdict.Inconclusive"/> also where the scan was refused.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in words.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The pairs that were called infected.</summary>
    public IReadOnlyList<ScannedPair> Infected { get; init; } = [];

    /// <summary>How long labels and pairs took, in seconds, with all cores.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A pair that was called infected.</summary>
/// <param name="Source">The label whose images react.</param>
/// <param name="Target">Where they go.</param>
/// <param name="AnomalyIndex">How far its trigger is below what the two labels let expect, in deviations.</param>
/// <param name="NormToExpected">Its norm over that.</param>
/// <param name="Spillover">How much it moves other labels, as a share of what it moves its source by.</param>
internal sealed record ScannedPair(int Source, int Target, double? AnomalyIndex, double? NormToExpected, double Spillover);
