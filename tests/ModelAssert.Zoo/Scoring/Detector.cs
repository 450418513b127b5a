namespace ModelAssert.Zoo;

/// <summary>One way to turn a scan into a number.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Suspicion">The more, the likelier a backdoor; <see langword="null"/> if the scan has no such number.</param>
/// <param name="Fixed">Above it a model is called infected without any calibration; <see langword="null"/> if there is no such threshold.</param>
internal sealed record Detector(string Name, Func<ScanResult, double?> Suspicion, double? Fixed)
{
    // A p-value of 5 % is one clean model in twenty: the rate that calibrated thresholds are set to as well.
    private const double Significance = 0.05;

    /// <summary>The rule of Wang et al. 2019: an anomaly index above 2.</summary>
    public static Detector Index { get; } = new("anomaly index", result => result.AnomalyIndex, 2);

    /// <summary>The p-value of <see cref="Verdicts.SmallestOfMany"/>.</summary>
    public static Detector PValue { get; } = new("p-value", result => -result.PValue, -Significance);

    /// <summary>The smallest norm over the median.</summary>
    public static Detector NormToMedian { get; } = new("smallest norm / median", result => -result.SmallestNormToMedian, null);

    /// <summary>The largest margins alone: no data (Wang et al. 2024).</summary>
    public static Detector Margin { get; } = new("largest margin", result => result.MarginIndex, null);

    /// <summary>The rows of the output layer alone: no data and no gradients.</summary>
    public static Detector Weights { get; } = new("output weights", result => result.WeightIndex, null);

    /// <summary>The verdict that a user sees.</summary>
    public static Detector Verdict { get; } = new("verdict", result => result.Verdict == ModelAssert.Verdict.Infected ? 1 : 0, 0.5);

    /// <summary>All of them, in the order of the tables.</summary>
    public static IReadOnlyList<Detector> All { get; } = [Index, PValue, NormToMedian, Margin, Weights, Verdict];

    /// <summary>
    /// The number of a model. An inconclusive scan counts against the detector: as the least suspicious of all infected models, as the most suspicious of all clean ones.
    /// </summary>
    public double ScoreOf(ScoredModel model) =>
        (model.IsInconclusive ? null : Suspicion(model.Result)) ?? (model.IsInfected ? double.NegativeInfinity : double.PositiveInfinity);
}
