using ModelAssert.Verdicts;

namespace ModelAssert.Zoo;

/// <summary>What a scan found of one model: all that detectors may be judged by.</summary>
internal sealed record ScanResult
{
    public required string Name { get; init; }

    /// <summary>SHA-256 of the file that was scanned, in lower-case hexadecimal.</summary>
    public required string ModelSha256 { get; init; }

    public required string AlgorithmVersion { get; init; }

    public required int Seed { get; init; }

    /// <summary>The verdict; <see cref="Verdict.Inconclusive"/> also where the scan was refused.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in words.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The largest anomaly index of a label, in deviations; <see langword="null"/> if there is none.</summary>
    public double? AnomalyIndex { get; init; }

    /// <summary>The smallest p-value of a label, in (0, 1]; <see langword="null"/> if there is none.</summary>
    public double? PValue { get; init; }

    /// <summary>The smallest norm over the median of the norms; <see langword="null"/> if there is none.</summary>
    public double? SmallestNormToMedian { get; init; }

    /// <summary>How far the largest of the labels' largest margins is above the others, in deviations, for comparison: a detector that needs no data.</summary>
    public double? MarginIndex { get; init; }

    /// <summary>How far the largest row of the output layer's weights is above the others, in deviations, for comparison: what a static check sees.</summary>
    public double? WeightIndex { get; init; }

    /// <summary>Every label that was scanned.</summary>
    public IReadOnlyList<ScannedLabel> Labels { get; init; } = [];

    /// <summary>The accuracy on the samples of the scan, a fraction in [0, 1].</summary>
    public double? Accuracy { get; init; }

    /// <summary>How long it took, in seconds, with all cores.</summary>
    public required double Seconds { get; init; }

    /// <summary>The same, judged by today's rule: a rule can be compared with the one before it without another scan.</summary>
    public ScanResult Judged()
    {
        // Refused, or ended: there is nothing to judge.
        if (Labels.Count == 0)
            return this;

        var judgement = Judge.Decide(
            [.. Labels.Select(label => new LabelMeasurement(label.Label, label.MaskL1Norm, label.Converged) { Stopped = label.Stopped })], new ScanOptions().AnomalyIndexThreshold);
        return this with
        {
            Verdict = judgement.Verdict,
            Reasons = judgement.Reasons,
            AnomalyIndex = judgement.AnomalyIndex,
            PValue = judgement.Labels.Min(label => label.PValue),
            SmallestNormToMedian = judgement.Labels.Min(label => label.NormToMedian),
            Labels = [.. Labels.Zip(judgement.Labels, (label, judged) => label with { State = judged.State, AnomalyIndex = judged.AnomalyIndex, NormToMedian = judged.NormToMedian, PValue = judged.PValue })],
        };
    }
}
