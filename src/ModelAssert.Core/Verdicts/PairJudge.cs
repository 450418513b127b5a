namespace ModelAssert.Verdicts;

/// <summary>
/// The rule by which ordered pairs of labels are judged. The published test, an outlier among the norms of all pairs, finds what is close by nature: in MNIST a one
/// is near to everything, and a four to a nine, nearer than a stamp is large. So norms are compared with what their source and their target let expect, and a pair
/// that is too small for these must also leave other labels alone, unless it is far too small.
/// </summary>
internal static class PairJudge
{
    /// <summary>Among fewer labels the habits of sources and targets cannot be told from a pair's own.</summary>
    public const int MinimumLabels = 5;

    /// <summary>
    /// The least index that stands out. The smallest of some hundred values is 3.5 deviations below their median in one model of twenty (method, section 6a); the
    /// threshold for labels would flag a pair of nearly every clean model.
    /// </summary>
    public const double MinimumIndex = 3.5;

    /// <summary>The evidence: a norm below half of what source and target let expect, as for labels.</summary>
    public const double MaximumInfectedNormToExpected = 0.5;

    /// <summary>
    /// The other half of the evidence. A natural trigger paints what the target looks like, so it moves others towards the target, too; those of a source-specific
    /// backdoor were trained to stay where they are. On networks trained to choose this by: 0.23 to 0.31 for backdoors; for natural pairs as small 0.43 and more, but for one of 0.25.
    /// </summary>
    public const double MaximumSpillover = 0.35;

    /// <summary>
    /// So small a norm needs no other evidence: where every source has a target of its own, others are not left alone. On the same networks: 0.13 to 0.17 for
    /// backdoors, 0.29 and more for natural pairs.
    /// </summary>
    public const double FarTooSmall = 0.22;

    /// <summary>Judges a model by the triggers of its pairs.</summary>
    /// <param name="measurements">One for each pair that was analysed.</param>
    /// <param name="anomalyIndexThreshold">The index above which a label is anomalous; for pairs <see cref="MinimumIndex"/> if that is more.</param>
    /// <param name="leftOut">The labels that could not be a source: too few of the samples show them.</param>
    /// <returns>The judgement.</returns>
    public static PairsJudgement Decide(IReadOnlyList<PairMeasurement> measurements, double anomalyIndexThreshold, IReadOnlyCollection<int>? leftOut = null)
    {
        ArgumentNullException.ThrowIfNull(measurements);
        var judgement = DecideAll(measurements, ThresholdOf(anomalyIndexThreshold));
        return leftOut is { Count: > 0 }
            ? judgement with { Reasons = [.. judgement.Reasons, $"Backdoors for images of label {string.Join(", ", leftOut)} alone were not looked for: too few of the clean samples show them."] }
            : judgement;
    }

    /// <summary>The index above which a pair stands out.</summary>
    /// <param name="anomalyIndexThreshold">The index above which a label is anomalous.</param>
    /// <returns>The larger one of it and <see cref="MinimumIndex"/>.</returns>
    public static double ThresholdOf(double anomalyIndexThreshold) => Math.Max(anomalyIndexThreshold, MinimumIndex);

    private static PairsJudgement DecideAll(IReadOnlyList<PairMeasurement> measurements, double threshold)
    {
        if (WhyUndecidable(measurements) is { } reason)
            return Undecided(measurements, reason);

        PairMeasurement[] counted = [.. measurements.Where(pair => pair.Converged)];
        var norms = MedianAbsoluteDeviation.Of([.. counted.Select(pair => pair.MaskL1Norm)]);
        var residuals = MedianPolish.Residuals([.. counted.Select(pair => (pair.Source, pair.Target, Math.Log(pair.MaskL1Norm)))]);
        var spread = MedianAbsoluteDeviation.Of(residuals);
        if (!(spread.Deviation > 0) || !(norms.Deviation > 0))
            return Undecided(measurements, "More than half of the pairs of labels have triggers of the size that their labels let expect, so that no pair can be called an outlier.");

        var residualOf = counted.Zip(residuals).ToDictionary(pair => (pair.First.Source, pair.First.Target), pair => pair.Second);
        PairJudgement[] pairs = [.. measurements.Select(pair => residualOf.TryGetValue((pair.Source, pair.Target), out var residual)
            ? DecidePair(pair, residual, spread, norms, threshold)
            : Unjudged(pair))];
        return new PairsJudgement(
            pairs.Any(pair => pair.State == LabelState.Infected) ? Verdict.Infected : Verdict.Clean,
            pairs.Max(pair => pair.AnomalyIndex),
            pairs,
            [.. pairs.Where(pair => pair.State == LabelState.Infected).OrderByDescending(pair => pair.AnomalyIndex).Select(pair => Explain(pair, threshold))]);
    }

    private static string? WhyUndecidable(IReadOnlyList<PairMeasurement> measurements)
    {
        var (sources, targets) = (measurements.DistinctBy(pair => pair.Source).Count(), measurements.DistinctBy(pair => pair.Target).Count());
        if (Math.Min(sources, targets) < MinimumLabels)
            return $"Pairs of {sources} sources and {targets} targets were analysed; a pair that stands out among those of fewer than {MinimumLabels} labels does not exist.";

        if (measurements.Where(pair => !double.IsFinite(pair.MaskL1Norm)).Select(Name).ToList() is { Count: > 0 } broken)
            return $"The optimisation of {string.Join(", ", broken)} ended in values that are not numbers.";
        if (measurements.Count(pair => pair.Stopped == LabelStop.TimeLimit) is > 0 and var unfinished)
            return $"The time limit ran out before {unfinished} of {measurements.Count} pairs of labels were finished.";

        var unconverged = measurements.Count(pair => !pair.Converged);
        return unconverged > Judge.MaximumUnconvergedShare * measurements.Count
            ? FormattableString.Invariant($"No working trigger was found for {unconverged} of {measurements.Count} pairs of labels; more than {Judge.MaximumUnconvergedShare:P0} is too many to judge the rest by.")
            : null;
    }

    private static PairJudgement DecidePair(PairMeasurement pair, double residual, MedianAbsoluteDeviation spread, MedianAbsoluteDeviation norms, double threshold)
    {
        var (index, ratio) = (spread.AnomalyIndexOf(residual), Math.Exp(residual));
        var state = index <= threshold ? LabelState.Clean
            : ratio < FarTooSmall || (ratio < MaximumInfectedNormToExpected && pair.Spillover < MaximumSpillover) ? LabelState.Infected
            : LabelState.Vulnerable;
        return new PairJudgement(pair.Source, pair.Target, state, index, ratio, norms.AnomalyIndexOf(pair.MaskL1Norm), pair.MaskL1Norm / norms.Median);
    }

    private static string Explain(PairJudgement pair, double threshold) =>
        FormattableString.Invariant($"Label {pair.Source} is taken to label {pair.Target} by a backdoor: the trigger is {pair.AnomalyIndex:0.00} deviations below what these labels let expect (threshold {threshold:0.0#}), and {pair.NormToExpected:P0} of that size.");

    private static string Name(PairMeasurement pair) => $"label {pair.Source} to label {pair.Target}";

    private static PairJudgement Unjudged(PairMeasurement pair) => new(pair.Source, pair.Target, LabelState.Inconclusive, null, null, null, null);

    private static PairsJudgement Undecided(IReadOnlyList<PairMeasurement> measurements, string reason) =>
        new(Verdict.Inconclusive, null, [.. measurements.Select(Unjudged)], [reason]);
}
