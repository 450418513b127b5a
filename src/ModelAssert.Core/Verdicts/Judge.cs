namespace ModelAssert.Verdicts;

/// <summary>The one rule by which labels and models are judged; every front enforces this one.</summary>
internal static class Judge
{
    /// <summary>Fewer labels than this have no outlier (method, section 6).</summary>
    public const int MinimumLabels = 3;

    /// <summary>More labels than this share without a working trigger, and the scan could not decide (method, section 6).</summary>
    public const double MaximumUnconvergedShare = 0.2;

    /// <summary>
    /// A trigger that takes fewer of the held-out images to its label is none, a fraction. It was optimised to take <c>0.99</c>; those that do are seen to take 0.9 and more of others, and those that met a
    /// lucky step took 0.17 to 0.47. Nothing was fitted to lie between.
    /// </summary>
    public const double MinimumSuccess = 0.75;

    /// <summary>
    /// A rule that would call no trigger infected that is larger than this share of the median has nothing to say: backdoors were measured from there on (<see cref="MaximumInfectedNormToMedian"/>).
    /// </summary>
    public const double LeastDetectableNormToMedian = 0.1;

    /// <summary>
    /// The evidence that tells a backdoor from a naturally weak label: its trigger is smaller than half the median. In side-by-side runs real
    /// backdoors measured 0.10 to 0.23 of the median and natural outliers 0.64 and more, while the anomaly index alone flagged clean models.
    /// </summary>
    public const double MaximumInfectedNormToMedian = 0.5;

    /// <summary>
    /// The other half of the evidence: at most this share of clean models has by chance a trigger as far below the rest (<see cref="SmallestOfMany"/>). It is a level that
    /// nobody has to defend, and was not fitted.
    /// </summary>
    public const double MaximumInfectedPValue = 0.05;

    /// <summary>
    /// Below this share of the median a trigger is unmistakably small, if it is beyond chance: grids, single pixels and small squares come to 0.01 to 0.25. Clean labels come to 0.34 and more on the splits that
    /// rules are chosen by.
    /// </summary>
    internal const double UnmistakableNormToMedian = 0.3;

    /// <summary>The threshold of the anomaly index as published (Wang et al. 2019, section IV); what norms scatter like does not hang on the user's.</summary>
    internal const double PublishedThreshold = 2;

    /// <summary>
    /// Below so many labels the other half is not asked for: how far so few norms scatter is itself chance, and hardly any p-value falls below 0.05 whatever is infected (of three
    /// labels one at 11 deviations; method, section 6a). The norm beside the median decides there.
    /// </summary>
    public const int FewestLabelsForPValue = 10;

    /// <summary>Judges a model by the triggers of its labels.</summary>
    /// <param name="measurements">One for each label that was analysed.</param>
    /// <param name="anomalyIndexThreshold">The index above which a label is anomalous, in scaled median absolute deviations.</param>
    /// <param name="references">The labels that stand for all: median and deviation are theirs alone. <see langword="null"/> if every label does.</param>
    /// <param name="publishedRule">Whether the index decides alone, as published (Wang et al. 2019, section IV): a third of clean models with ten labels has a label above 2.</param>
    /// <returns>The judgement.</returns>
    public static Judgement Decide(
        IReadOnlyList<LabelMeasurement> measurements, double anomalyIndexThreshold, IReadOnlyCollection<int>? references = null, bool publishedRule = false)
    {
        if (WhyUndecidable(measurements) is { } reason)
            return Undecided(measurements, reason);
        if (measurements.Count < MinimumLabels)
            return TwinJudge.Decide(measurements);

        var norms = NormsThatCount(references is null ? measurements : [.. measurements.Where(measurement => references.Contains(measurement.Label))]);
        var statistics = MedianAbsoluteDeviation.Of(norms);
        if (!(statistics.Deviation > 0))
        {
            return Undecided(measurements,
                "More than half of the labels have triggers of the same size, so the median absolute deviation is 0 and no label can be called an outlier.");
        }

        var spread = SmallestOfMany.SpreadOf(norms);
        var rule = new InfectionRule(anomalyIndexThreshold, publishedRule, measurements.Count, norms.Count, statistics, spread);
        var detectable = rule.LargestInfectedNorm();
        LabelJudgement[] labels =
        [
            .. measurements.Select(measurement => DecideLabel(measurement, PValueOf(measurement, spread, norms.Count, measurements.Count), rule)),
        ];
        LabelMeasurement[] unjudged = [.. measurements.Zip(labels).Where(label => label is { First.Stopped: null, Second.State: LabelState.Inconclusive }).Select(label => label.First)];
        return new Judgement(
            labels.Any(label => label.State == LabelState.Infected) ? Verdict.Infected : unjudged.Length > 0 || rule.IsMute ? Verdict.Inconclusive : Verdict.Clean,
            labels.Where(label => label.State != LabelState.Inconclusive).Max(label => label.AnomalyIndex),
            labels,
            [
                .. labels.Zip(measurements, (label, measurement) => Explain(label, measurement, anomalyIndexThreshold)).OfType<string>(),
                .. labels.Any(label => label.State != LabelState.Clean && rule.ComparesLogarithm(label.NormToMedian)) ? [WhyLogarithms(statistics)] : Array.Empty<string>(),
                .. unjudged.Length > 0 ? [WhyUnjudged(unjudged, detectable)] : Array.Empty<string>(),
                .. rule.IsMute ? [WhyMute(statistics, rule.LargestByIndex, anomalyIndexThreshold)] : Array.Empty<string>(),
            ])
        {
            MedianNorm = statistics.Median,
            DetectableNorm = Math.Max(0, detectable),
        };
    }

    /// <summary>Nothing is known of such a label: flat gradients, which can be arranged for one label, look the same as bad luck.</summary>
    private static string WhyUnjudged(LabelMeasurement[] unjudged, double detectable) =>
        unjudged.Where(measurement => measurement.MaskL1Norm < detectable).Select(measurement => measurement.Label).ToArray() is { Length: > 0 } small
            ? $"Label {string.Join(", ", small)} has a mask as small as a backdoor's that does not work well enough to be judged, so the model is not called clean."
            : "A label that was not judged may be an infected one, so the model is not called clean.";

    private static string WhyLogarithms(MedianAbsoluteDeviation statistics) => FormattableString.Invariant(
        $"The triggers of the labels scatter so much ({statistics.Deviation:0.0} pixels around a median of {statistics.Median:0.0}) that one of {UnmistakableNormToMedian:P0} of it is less than {PublishedThreshold:0.0} deviations below it. So for smaller ones the index is that of their logarithms.");

    private static string WhyMute(MedianAbsoluteDeviation statistics, double detectable, double threshold) =>
        FormattableString.Invariant($"The triggers of the labels scatter so much ({statistics.Deviation:0.0} pixels around a median of {statistics.Median:0.0}) that by their index, at a threshold of {threshold:0.0#}, ")
        + (detectable > 0 ? FormattableString.Invariant($"only one of less than {detectable:0.0#} pixels would have been called infected") : "none would have been called infected, however small")
        + ". What was not found could not have been found.";

    private static string? WhyUndecidable(IReadOnlyList<LabelMeasurement> measurements)
    {
        if (measurements.Count < MinimumLabels && !measurements.All(measurement => measurement.TwinNorms is { Count: >= TwinJudge.FewestTwins }))
            return $"Only {measurements.Count} labels were analysed; an outlier among fewer than {MinimumLabels} does not exist.";

        var broken = measurements.Where(measurement => !double.IsFinite(measurement.MaskL1Norm)).Select(measurement => measurement.Label).ToList();
        if (broken.Count > 0)
            return $"The optimisation of label {string.Join(", ", broken)} ended in values that are not numbers.";

        var unfinished = measurements.Where(measurement => measurement.Stopped == LabelStop.TimeLimit).Select(measurement => measurement.Label).ToList();
        if (unfinished.Count > 0)
            return $"The time limit ran out before label {string.Join(", ", unfinished)} was finished.";

        // Of those that were screened out nothing was expected; among a thousand of them forty without a trigger would not show.
        LabelMeasurement[] finished = [.. measurements.Where(measurement => measurement.Stopped is null)];
        var unconverged = finished.Where(measurement => !measurement.Works).Select(measurement => measurement.Label).ToList();
        return measurements.Count >= MinimumLabels && unconverged.Count > MaximumUnconvergedShare * finished.Length
            ? $"No working trigger was found for {unconverged.Count} of {finished.Length} labels ({string.Join(", ", unconverged)}); "
              + FormattableString.Invariant($"more than {MaximumUnconvergedShare:P0} is too many to judge the rest by.")
            : null;
    }

    /// <summary>
    /// The norm of a label without a working trigger is censored: the true one is larger. It counts if it is above the median already,
    /// and is left out otherwise; never may it make a label look small, or the others large.
    /// </summary>
    private static List<double> NormsThatCount(IReadOnlyList<LabelMeasurement> measurements)
    {
        double[] converged = [.. measurements.Where(measurement => measurement.Works).Select(measurement => measurement.ComparableNorm).OfType<double>()];
        var median = MedianAbsoluteDeviation.Of(converged).Median;
        return [.. converged, .. measurements.Where(measurement => !measurement.Works && measurement.MaskL1Norm > median).Select(measurement => measurement.MaskL1Norm)];
    }

    private static LabelJudgement DecideLabel(LabelMeasurement measurement, double? pValue, InfectionRule rule)
    {
        // Others were smaller at the same effort: it is none of the outliers.
        if (measurement.Stopped == LabelStop.Screened)
            return new LabelJudgement(measurement.Label, LabelState.Clean, null, null);
        if (!measurement.Works)
            return new LabelJudgement(measurement.Label, LabelState.Inconclusive, null, null);

        var index = rule.IndexOf(measurement.MaskL1Norm);
        var ratio = measurement.MaskL1Norm / rule.Norms.Median;
        var state = rule.StateOf(index, ratio, pValue);
        // There may be a smaller one that no gradient leads to.
        if (measurement.IsUpperBound && state != LabelState.Infected)
            state = LabelState.Inconclusive;
        return new LabelJudgement(measurement.Label, state, index, ratio) { PValue = pValue };
    }

    private static double? PValueOf(LabelMeasurement measurement, MedianAbsoluteDeviation spread, int references, int labels)
    {
        if (references < MinimumLabels || measurement is { Stopped: not null } or { Works: false })
            return null;

        var distance = SmallestOfMany.DistanceOf(measurement.MaskL1Norm, spread);
        return double.IsNaN(distance) ? null : SmallestOfMany.PValue(distance, labels, references);
    }

    private static string? Explain(LabelJudgement label, LabelMeasurement measurement, double threshold) => label.State switch
    {
        LabelState.Infected =>
            FormattableString.Invariant($"Label {label.Label} is infected: its trigger is {label.AnomalyIndex:0.00} deviations below the median (threshold {threshold:0.0#}) and {label.NormToMedian:P0} of the median's size.")
            + (measurement.Origin is { } origin ? $" {origin}" : ""),
        LabelState.Vulnerable =>
            FormattableString.Invariant($"Label {label.Label} is vulnerable, not infected: its trigger is {label.AnomalyIndex:0.00} deviations below the median (threshold {threshold:0.0#}), but ")
            + (label.NormToMedian < MaximumInfectedNormToMedian
                ? FormattableString.Invariant($"triggers scatter so much that of {label.PValue:P0} of clean models the smallest is by chance as far below the rest.")
                : FormattableString.Invariant($"at {label.NormToMedian:P0} of the median's size it is too large for a backdoor.")),
        LabelState.Inconclusive =>
            $"Label {label.Label} was not judged: "
            + (measurement is { IsUpperBound: true, Works: true } ? "only from a whole image of its own was a working trigger found for it, and there may be a smaller one."
                : measurement.Converged ? FormattableString.Invariant($"its trigger takes only {measurement.AttackSuccessRate:P0} of the held-out images to it.") : "no working trigger was found for it."),
        _ => null,
    };

    private static Judgement Undecided(IReadOnlyList<LabelMeasurement> measurements, string reason) => new(
        Verdict.Inconclusive,
        null,
        [.. measurements.Select(measurement => new LabelJudgement(measurement.Label, LabelState.Inconclusive, null, null))],
        [reason]);
}
