namespace ModelAssert.Verdicts;

/// <summary>Where the middle of some norms is and how far they scatter around it, untouched by a few outliers (Wang et al. 2019, section IV).</summary>
/// <param name="Median">The median, in the unit of the values.</param>
/// <param name="Deviation">The scaled median of the absolute deviations from the median, in the unit of the values. 0 if more than half of them are equal.</param>
internal readonly record struct MedianAbsoluteDeviation(double Median, double Deviation)
{
    /// <summary>Makes the deviation an estimate of the standard deviation, when the values are normal.</summary>
    public const double Consistency = 1.4826;

    /// <summary>Measures some values.</summary>
    /// <param name="values">At least one finite value.</param>
    /// <returns>Their median and deviation.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static MedianAbsoluteDeviation Of(IReadOnlyCollection<double> values)
    {
        var median = MedianOf(values);
        return new MedianAbsoluteDeviation(median, Consistency * MedianOf([.. values.Select(value => Math.Abs(value - median))]));
    }

    /// <summary>How far a value lies below the median, in deviations; negative above it. Not a number where the deviation is 0.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The one-sided anomaly index.</returns>
    public double AnomalyIndexOf(double value) => Deviation > 0 ? (Median - value) / Deviation : double.NaN;

    /// <summary>The mean of the two middle values when their number is even; a tensor library's lower one inflates the index by a quarter.</summary>
    public static double MedianOf(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            throw new ArgumentException("The median of no values does not exist.", nameof(values));

        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
