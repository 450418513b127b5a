namespace ModelAssert.Zoo;

/// <summary>A detector with a threshold: what calls a model infected.</summary>
/// <param name="Detector">The detector.</param>
/// <param name="Origin">Where the threshold comes from.</param>
/// <param name="Threshold">Above it a model is called infected, in the detector's unit.</param>
internal sealed record DecisionRule(Detector Detector, string Origin, double Threshold)
{
    /// <summary>The rules to compare: each detector as published, and with the threshold of the clean models that are there to calibrate.</summary>
    public static IReadOnlyList<DecisionRule> From(IReadOnlyList<ScoredModel> models)
    {
        ScoredModel[] calibrating = [.. models.Where(model => model.Card.Split == Split.Calibrate && !model.IsInfected)];
        return
        [
            .. Detector.All.Where(detector => detector.Published is not null)
                .Select(detector => new DecisionRule(detector, "published", detector.Published!.Value)),
            .. Detector.All.Where(detector => detector != Detector.Verdict)
                .Select(detector => (Detector: detector, Threshold: Calibration.ThresholdOf(calibrating.Select(detector.ScoreOf))))
                .Where(rule => rule.Threshold is not null)
                .Select(rule => new DecisionRule(rule.Detector, $"calibrated on {calibrating.Length} clean", rule.Threshold!.Value)),
        ];
    }
}
