namespace ModelAssert.Reporting.Charts;

/// <summary>What a box plot draws: the box holds the middle half, the whiskers reach to the last values within one and a half boxes of it (Tukey).</summary>
internal sealed record Quartiles(double LowerWhisker, double Lower, double Median, double Upper, double UpperWhisker)
{
    private const double WhiskerReach = 1.5;

    /// <summary>Summarises at least one finite value.</summary>
    public static Quartiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var (lower, upper) = (Quantile(sorted, 0.25), Quantile(sorted, 0.75));
        var reach = WhiskerReach * (upper - lower);
        return new Quartiles(
            sorted.First(value => value >= lower - reach), lower, Quantile(sorted, 0.5), upper, sorted.Last(value => value <= upper + reach));
    }

    public bool IsWithinWhiskers(double value) => value >= LowerWhisker && value <= UpperWhisker;

    /// <summary>Linear between the two nearest values.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
