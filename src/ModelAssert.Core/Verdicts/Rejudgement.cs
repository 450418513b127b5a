namespace ModelAssert.Verdicts;

/// <summary>Judges a report's triggers by another threshold. The threshold decides nothing before the judgement, so no new scan is needed.</summary>
public static class Rejudgement
{
    /// <summary>The report that a scan with another threshold would have made.</summary>
    /// <param name="report">The report.</param>
    /// <param name="anomalyIndexThreshold">The index above which a label is anomalous, in scaled median absolute deviations.</param>
    /// <returns>
    /// The same report if the threshold is the same; otherwise a new one, in which a label that only the new threshold flags has no pictures: there are
    /// none on disk.
    /// </returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: the threshold is not a positive number.</exception>
    public static ScanReport JudgedAt(this ScanReport report, double anomalyIndexThreshold)
    {
        if (anomalyIndexThreshold.Equals(report.Threshold))
            return report;

        var options = report.Options with { AnomalyIndexThreshold = anomalyIndexThreshold };
        options.Validate();
        var pairs = JudgePairs(report, anomalyIndexThreshold);
        var judgement = Judge.Decide(
            [.. report.Labels.Select(label => new LabelMeasurement(label.Label, label.MaskL1Norm, label.Converged)
            {
                AttackSuccessRate = label.AttackSuccessRate,
                Stopped = label.Stopped,
                FromPredecessor = label.FromPredecessor,
                ColdNorm = label.ColdNorm,
            })],
            anomalyIndexThreshold, report.ReferenceLabels, options.Profile.HasPublishedRule()).With(pairs).With(report.DormantPaths).Among(report.LabelCount, report.Samples);
        var doubt = PreprocessingDoubt.AtOtherThreshold(report, anomalyIndexThreshold, judgement.Verdict) ?? PreprocessingDoubt.TooPoor(report.Samples, judgement.Verdict);
        if (doubt is not null)
            (judgement, pairs) = (judgement.Withheld(doubt), pairs?.Withheld(doubt));
        judgement = judgement.Remarked(report.Samples);
        return report with
        {
            Verdict = judgement.Verdict,
            Reasons = judgement.Reasons,
            Threshold = anomalyIndexThreshold,
            AnomalyIndex = judgement.AnomalyIndex,
            DetectableNorm = judgement.DetectableNorm,
            Labels = [.. report.Labels.Zip(judgement.Labels, Restate)],
            Pairs = pairs is null ? null : [.. report.Pairs!.Zip(pairs.Pairs, Restate)],
            PairAnomalyIndex = pairs?.AnomalyIndex,
            DormantPaths = doubt is null ? report.DormantPaths : report.DormantPaths?.Withheld(),
            Options = options,
            Power = MeasuredPower.Of(options),
        };
    }

    private static PairsJudgement? JudgePairs(ScanReport report, double anomalyIndexThreshold) => report.Pairs is not { } pairs ? null : PairJudge.Decide(
        [.. pairs.Select(pair => new PairMeasurement(pair.Source, pair.Target, pair.MaskL1Norm, pair.Converged, pair.Spillover ?? double.NaN) { Stopped = pair.Stopped })],
        anomalyIndexThreshold, [.. report.Labels.Select(label => label.Label).Except(pairs.Select(pair => pair.Source))]);

    private static PairResult Restate(PairResult pair, PairJudgement judgement) => pair with
    {
        State = judgement.State,
        AnomalyIndex = judgement.AnomalyIndex,
        NormToExpected = judgement.NormToExpected,
        NormIndex = judgement.NormIndex,
        NormToMedian = judgement.NormToMedian,
    };

    private static LabelResult Restate(LabelResult label, LabelJudgement judgement) => label with
    {
        State = judgement.State,
        AnomalyIndex = judgement.AnomalyIndex,
        NormToMedian = judgement.NormToMedian,
        PValue = judgement.PValue,
    };
}
