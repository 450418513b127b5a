namespace ModelAssert.Verdicts;

/// <summary>When a label with a trigger that works is infected.</summary>
/// <param name="Threshold">The index above which a label is anomalous.</param>
/// <param name="IsPublished">Whether the index decides alone.</param>
/// <param name="Labels">How many labels there are.</param>
/// <param name="References">How many norms the statistics are of.</param>
/// <param name="Norms">Median and deviation of the norms.</param>
/// <param name="Logarithms">The same of their logarithms.</param>
internal readonly record struct InfectionRule(double Threshold, bool IsPublished, int Labels, int References, MedianAbsoluteDeviation Norms, MedianAbsoluteDeviation Logarithms)
{
    private bool AsksForPValue => Labels >= Judge.FewestLabelsForPValue;

    private bool HasPValues => AsksForPValue && References >= Judge.MinimumLabels;

    /// <summary>
    /// Whether norms scatter so much that the index of a trigger as small as those of backdoors may stay below 2, the published threshold: no norm is more than median / deviation deviations below the median.
    /// Norms that scatter by factors are rather log-normal, and the p-value, which is asked for besides, is of logarithms anyway.
    /// </summary>
    private bool Scatters => !IsPublished && HasPValues && Norms.AnomalyIndexOf(Judge.UnmistakableNormToMedian * Norms.Median) < Judge.PublishedThreshold && Logarithms.Deviation > 0;

    /// <summary>The norm below which a trigger would be called infected by the index of the norms, in pixels; 0 or negative if none would.</summary>
    public double LargestByIndex => Confirmed(Norms.Median - Threshold * Norms.Deviation, Judge.MaximumInfectedNormToMedian);

    /// <summary>
    /// Whether the index of the norms would have called next to nothing infected. Logarithms convict and do not acquit: on such a network they passed over a trigger of a sixth of the median.
    /// </summary>
    public bool IsMute => LargestByIndex < Judge.LeastDetectableNormToMedian * Norms.Median;

    /// <summary>Whether the index of a trigger is that of the logarithms.</summary>
    /// <param name="ratio">Its norm over the median.</param>
    public bool ComparesLogarithm(double? ratio) => Scatters && ratio < Judge.UnmistakableNormToMedian;

    /// <summary>The anomaly index of a norm.</summary>
    /// <param name="norm">In pixels.</param>
    public double IndexOf(double norm) => ComparesLogarithm(norm / Norms.Median) ? SmallestOfMany.DistanceOf(norm, Logarithms) : Norms.AnomalyIndexOf(norm);

    /// <summary>The norm below which a trigger of this model would be called infected, in pixels; 0 or negative if none would.</summary>
    public double LargestInfectedNorm() => Scatters
        ? Math.Max(LargestByIndex, Confirmed(Math.Exp(Logarithms.Median - Threshold * Logarithms.Deviation), Judge.UnmistakableNormToMedian))
        : LargestByIndex;

    public LabelState StateOf(double index, double ratio, double? pValue) =>
        index <= Threshold ? LabelState.Clean : IsPublished || IsConfirmed(ratio, pValue) ? LabelState.Infected : LabelState.Vulnerable;

    private bool IsConfirmed(double ratio, double? pValue) =>
        ratio < Judge.MaximumInfectedNormToMedian && (!AsksForPValue || pValue <= Judge.MaximumInfectedPValue);

    /// <summary>The largest norm with such an index that the other evidence confirms.</summary>
    private double Confirmed(double byIndex, double limit)
    {
        if (IsPublished)
            return byIndex;
        var confirmed = Math.Min(byIndex, limit * Norms.Median);
        return HasPValues ? Math.Min(confirmed, Math.Exp(Logarithms.Median - SmallestOfMany.DistanceAt(Judge.MaximumInfectedPValue, Labels, References) * Logarithms.Deviation)) : confirmed;
    }
}
