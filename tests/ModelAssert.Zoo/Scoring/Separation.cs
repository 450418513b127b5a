namespace ModelAssert.Zoo;

/// <summary>How well numbers tell infected models from clean ones, whatever the threshold.</summary>
internal static class Separation
{
    private const int Resamples = 500;

    // Any would do; the tables are to be the same each time.
    private const int Seed = 2019;

    /// <summary>The area under the receiver operating characteristic: how often an infected model has the larger number of the two (Hanley and McNeil 1982).</summary>
    /// <param name="infected">The numbers of infected models.</param>
    /// <param name="clean">The numbers of clean ones.</param>
    /// <returns>A fraction in [0, 1], ties counted half; <see langword="null"/> if there are no models of one kind.</returns>
    public static double? Auroc(IReadOnlyCollection<double> infected, IReadOnlyCollection<double> clean) =>
        infected.Count == 0 || clean.Count == 0
            ? null
            : infected.Average(one => clean.Average(other => one > other ? 1 : one < other ? 0 : 0.5));

    /// <summary>The middle 95 % of the areas of as many models drawn from these, with replacement (Efron 1979).</summary>
    /// <param name="infected">The numbers of infected models.</param>
    /// <param name="clean">The numbers of clean ones.</param>
    /// <returns>Both ends, fractions in [0, 1]; <see langword="null"/> if there are no models of one kind.</returns>
    public static (double Lower, double Upper)? Interval(IReadOnlyList<double> infected, IReadOnlyList<double> clean)
    {
        if (infected.Count == 0 || clean.Count == 0)
            return null;

        var random = new Random(Seed);
        double[] areas = [.. Enumerable.Range(0, Resamples).Select(_ => Auroc(Draw(infected), Draw(clean))!.Value).Order()];
        return (areas[Resamples / 40], areas[Resamples - 1 - Resamples / 40]);

        double[] Draw(IReadOnlyList<double> from) => [.. Enumerable.Range(0, from.Count).Select(_ => from[random.Next(from.Count)])];
    }
}
