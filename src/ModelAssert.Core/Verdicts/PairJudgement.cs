namespace ModelAssert.Verdicts;

/// <summary>The conclusion about the ordered pairs of a model's labels.</summary>
/// <param name="Verdict">About the model, as far as pairs go.</param>
/// <param name="AnomalyIndex">The largest index on the small side, or <see langword="null"/> where the statistic does not exist.</param>
/// <param name="Pairs">About the pairs, in the order of the measurements.</param>
/// <param name="Reasons">Each finding, and each thing that kept from deciding, as a sentence.</param>
internal sealed record PairsJudgement(Verdict Verdict, double? AnomalyIndex, IReadOnlyList<PairJudgement> Pairs, IReadOnlyList<string> Reasons)
{
    /// <summary>What the pairs say of the model.</summary>
    internal Conclusion Conclusion => new(Verdict, Reasons);
}

/// <summary>The conclusion about one pair.</summary>
/// <param name="Source">The label whose images the trigger is stamped on.</param>
/// <param name="Target">The label that they go to.</param>
/// <param name="State">The conclusion.</param>
/// <param name="AnomalyIndex">How far the logarithm of the norm is below what source and target let expect, in scaled median absolute deviations.</param>
/// <param name="NormToExpected">The norm over what source and target let expect.</param>
/// <param name="NormIndex">The published index: how far the norm is below the median of all pairs, in scaled median absolute deviations.</param>
/// <param name="NormToMedian">The norm over the median of all pairs.</param>
internal sealed record PairJudgement(int Source, int Target, LabelState State, double? AnomalyIndex, double? NormToExpected, double? NormIndex, double? NormToMedian);
