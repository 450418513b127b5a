using ModelAssert.Verdicts;

namespace ModelAssert.Assertions;

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
        var (labels, pairs) = (JudgeLabels(report, options), JudgePairs(report, anomalyIndexThreshold));
        var conclusions = ConclusionsOf(report, labels, pairs);
        var conclusion = Conclusion.Combine(conclusions.Values).Among(report.Labels.Count, report.LabelCount, report.Samples);
        var doubt = PreprocessingDoubt.AtOtherThreshold(report, anomalyIndexThreshold, conclusion.Verdict) ?? PreprocessingDoubt.TooPoor(report.Samples, conclusion.Verdict);
        if (doubt is not null)
            (conclusion, labels, pairs) = (conclusion.Withheld(doubt), labels?.Withheld(doubt), pairs?.Withheld(doubt));
        conclusion = conclusion.Remarked(report.Samples);
        return report with
        {
            Verdict = conclusion.Verdict,
            Reasons = conclusion.Reasons,
            Threshold = anomalyIndexThreshold,
            AnomalyIndex = labels?.AnomalyIndex,
            DetectableNorm = labels?.DetectableNorm,
            Labels = labels is null ? report.Labels : [.. report.Labels.Zip(labels.Labels, Restate)],
            Pairs = pairs is null ? null : [.. report.Pairs!.Zip(pairs.Pairs, Restate)],
            PairAnomalyIndex = pairs?.AnomalyIndex,
            DormantPaths = doubt is null ? report.DormantPaths : report.DormantPaths?.Withheld(),
            Detections = [.. report.Detections.Select(detection => Restate(detection, conclusions.GetValueOrDefault(detection.Detector), doubt))],
            Options = options,
            Power = MeasuredPower.Of(options),
        };
    }

    /// <summary>What each detector comes to: labels and pairs by the other threshold, and the others as they did, since theirs are not made of norms.</summary>
    private static OrderedDictionary<Detector, Conclusion> ConclusionsOf(ScanReport report, Judgement? labels, PairsJudgement? pairs)
    {
        var conclusions = new OrderedDictionary<Detector, Conclusion>();
        if (labels is not null)
            conclusions.Add(Detector.TriggerNorms, labels.Conclusion);
        if (pairs is not null)
            conclusions.Add(Detector.LabelPairs, pairs.Conclusion);
        if (report.DormantPaths is { } paths)
            conclusions.Add(Detector.DormantPaths, ModelConclusion.Of(paths, report.DormantGates));
        foreach (var detection in report.Detections)
        {
            if (detection.Verdict is { } verdict)
                conclusions.TryAdd(detection.Detector, new Conclusion(verdict, detection.Reasons) { IsAdvisory = detection.IsAdvisory });
        }

        return conclusions;
    }

    private static Judgement? JudgeLabels(ScanReport report, ScanOptions options) => report.Labels.Count == 0 ? null : Judge.Decide(
        [.. report.Labels.Select(label => new LabelMeasurement(label.Label, label.MaskL1Norm, label.Converged)
        {
            AttackSuccessRate = label.AttackSuccessRate,
            Stopped = label.Stopped,
            ComparableNorm = label.ComparableNorm,
            IsUpperBound = label.IsUpperBound,
            Origin = label.Origin,
            Coverage = label.Coverage,
            TwinNorms = label.TwinNorms,
        })],
        options.AnomalyIndexThreshold, report.ReferenceLabels, options.Profile.HasPublishedRule());

    private static PairsJudgement? JudgePairs(ScanReport report, double anomalyIndexThreshold) => report.Pairs is not { } pairs ? null : PairJudge.Decide(
        [.. pairs.Select(pair => new PairMeasurement(pair.Source, pair.Target, pair.MaskL1Norm, pair.Converged, pair.Spillover ?? double.NaN) { Stopped = pair.Stopped })],
        anomalyIndexThreshold, [.. report.Labels.Select(label => label.Label).Except(pairs.Select(pair => pair.Source))]);

    private static Detection Restate(Detection detection, Conclusion? conclusion, string? doubt)
    {
        if (conclusion is null || detection.IsAdvisory)
            return detection;
        if (doubt is not null)
            return detection with { Verdict = Verdict.Inconclusive, Reasons = [doubt], Findings = detection.Findings is null ? null : [] };
        return detection with { Verdict = conclusion.Verdict, Reasons = conclusion.Reasons };
    }

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
