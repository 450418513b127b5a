namespace ModelAssert.Zoo;

/// <summary>How well numbers tell infected models from clean ones, whatever the threshold.</summary>
internal static class Separation
{
    /// <summary>The area under the receiver operating characteristic: how often an infected model has the larger number of the two (Hanley and McNeil 1982).</summary>
    /// <param name="infected">The numbers of infected models.</param>
    /// <param name="clean">The numbers of clean ones.</param>
    /// <returns>A fraction in [0, 1], ties counted half; <see langword="null"/> if there are no models of one kind.</returns>
    public static double? Auroc(IReadOnlyCollection<double> infected, IReadOnlyCollection<double> clean) =>
        infected.Count == 0 || clean.Count == 0
            ? null
            : infected.Average(one => clean.Average(other => one > other ? 1 : one < other ? 0 : 0.5));
}
