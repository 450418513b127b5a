namespace ModelAssert.Zoo;

/// <summary>A candidate for evidence as a number, of the label with the smallest trigger of a model.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Of">The number; whatever its sign, a fit finds out what it means. Not a number where it does not exist.</param>
internal sealed record EvidenceFeature(string Name, Func<ScannedLabel, double> Of)
{
    /// <summary>What the verdict takes beside the index (<see cref="Verdicts.Judge"/>).</summary>
    public static IReadOnlyList<EvidenceFeature> OfVerdict { get; } =
    [
        new("norm / median", label => Math.Log(label.NormToMedian ?? double.NaN)),
        new("p-value", label => Math.Log(label.PValue ?? double.NaN)),
    ];

    /// <summary>All of them. Ratios and p-values by their logarithms, in which they are nearly normal.</summary>
    public static IReadOnlyList<EvidenceFeature> All { get; } =
    [
        .. OfVerdict,
        new("anomaly index", label => label.AnomalyIndex ?? double.NaN),
        new("held-out success", label => label.AttackSuccessRate),
        new("norm", label => Math.Log(label.MaskL1Norm)),
        new("compactness", label => label.Evidence?.Compactness ?? double.NaN),
        new("success when moved", label => label.Evidence?.Shifted ?? double.NaN),
        new("success when relit", label => label.Evidence?.Relit ?? double.NaN),
        new("success with noise", label => label.Evidence?.Noisy ?? double.NaN),
        new("norm of another start", label => Math.Log((label.Evidence?.OtherStartNorm ?? double.NaN) / label.MaskL1Norm)),
        new("overlap with another start", label => label.Evidence?.Agreement ?? double.NaN),
        new("largest margin", label => label.Evidence?.MarginIndex ?? double.NaN),
    ];
}
