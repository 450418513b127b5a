namespace ModelAssert.Zoo;

/// <summary>A detector with a threshold: what calls a model infected.</summary>
/// <param name="Detector">The detector.</param>
/// <param name="Origin">Where the threshold comes from: <c>fixed</c> beforehand, for the index by Wang et al. 2019, or <c>calibrated</c> on clean models.</param>
/// <param name="Threshold">Above it a model is called infected, in the detector's unit.</param>
internal sealed record DecisionRule(Detector Detector, string Origin, double Threshold)
{
    /// <summary>The threshold in the unit of the number that it is held against, as a table shows it.</summary>
    public double Shown => Math.Abs(Threshold);

    /// <summary>The detector with its threshold, for people.</summary>
    public string Title => Detector == Detector.Verdict
        ? "verdict"
        : FormattableString.Invariant($"{Detector.Name} {(Threshold < 0 ? "<" : ">")} {Shown:0.####} ({Origin})");

    /// <summary>Whether it calls a model infected.</summary>
    public bool Flags(ScoredModel model) => Detector.ScoreOf(model) > Threshold;

    /// <summary>The models that set thresholds: the clean ones of their split.</summary>
    public static IReadOnlyList<ScoredModel> Calibrating(IEnumerable<ScoredModel> models) =>
        [.. models.Where(model => model.Card.Split == Split.Calibrate && !model.IsInfected)];

    /// <summary>The rules to compare: each detector with its fixed threshold, and with the threshold of the clean models that are there to calibrate.</summary>
    public static IReadOnlyList<DecisionRule> From(IReadOnlyList<ScoredModel> models)
    {
        var calibrating = Calibrating(models);
        return
        [
            .. Detector.All.Where(detector => detector.Fixed is not null)
                .Select(detector => new DecisionRule(detector, "fixed", detector.Fixed!.Value)),
            .. Detector.All.Where(detector => detector != Detector.Verdict)
                .Select(detector => (Detector: detector, Threshold: Calibration.ThresholdOf(calibrating.Select(detector.ScoreOf))))
                .Where(rule => rule.Threshold is not null)
                .Select(rule => new DecisionRule(rule.Detector, "calibrated", rule.Threshold!.Value)),
        ];
    }
}
