namespace ModelAssert.Benchmarks;

/// <summary>Spearman's correlation: whether two measurements put the same things in the same order.</summary>
internal static class RankCorrelation
{
    /// <summary>Compares two measurements of the same things.</summary>
    /// <returns>From -1 to 1; not a number where one of them is constant.</returns>
    public static double Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var (x, y) = (Ranks(first), Ranks(second));
        var (meanX, meanY) = (x.Average(), y.Average());
        var covariance = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return covariance / Math.Sqrt(x.Sum(a => (a - meanX) * (a - meanX)) * y.Sum(b => (b - meanY) * (b - meanY)));
    }

    /// <summary>Equal values share the mean of their ranks.</summary>
    private static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(other => other < value) + (values.Count(other => other == value) - 1) / 2.0)];
}
