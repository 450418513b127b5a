namespace ModelAssert.Verdicts;

/// <summary>What the triggers of its labels say of a model, and of each of them.</summary>
/// <param name="Verdict">About the model, as far as labels go.</param>
/// <param name="AnomalyIndex">The largest index on the small side, or <see langword="null"/> where the statistic does not exist.</param>
/// <param name="Labels">About the labels, in the order of the measurements.</param>
/// <param name="Reasons">Each finding, and each thing that kept from deciding, as a sentence.</param>
internal sealed record Judgement(Verdict Verdict, double? AnomalyIndex, IReadOnlyList<LabelJudgement> Labels, IReadOnlyList<string> Reasons)
{
    /// <summary>The median norm that the labels were compared with, in pixels, or <see langword="null"/> where the statistic does not exist.</summary>
    public double? MedianNorm { get; init; }

    /// <summary>
    /// The size below which a trigger of any label would have been called infected on this model, in pixels; 0 if none would, however small. <see langword="null"/> where the statistic does not exist.
    /// </summary>
    public double? DetectableNorm { get; init; }

    /// <summary>What the labels say of the model.</summary>
    internal Conclusion Conclusion => new(Verdict, Reasons);
}

/// <summary>The conclusion about one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="State">The conclusion.</param>
/// <param name="AnomalyIndex">How far below the median, in scaled median absolute deviations, or <see langword="null"/> where the statistic does not exist.</param>
/// <param name="NormToMedian">The norm over the median norm, or <see langword="null"/> where the statistic does not exist.</param>
internal sealed record LabelJudgement(int Label, LabelState State, double? AnomalyIndex, double? NormToMedian)
{
    /// <summary>The chance that the smallest trigger of a clean model is as far below the rest as this one, or <see langword="null"/> where the statistic does not exist.</summary>
    public double? PValue { get; init; }
}
