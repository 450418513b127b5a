namespace ModelAssert.Zoo;

/// <summary>Thresholds from clean models.</summary>
internal static class Calibration
{
    /// <summary>The share of clean models that may be flagged, a fraction in [0, 1].</summary>
    public const double FalseAlarms = 0.05;

    /// <summary>The smallest threshold above which at most <see cref="FalseAlarms"/> of the clean models lie.</summary>
    /// <param name="clean">The detector's numbers for clean models; those that are not finite, of inconclusive scans, say nothing about where to put it.</param>
    /// <returns>The threshold, itself one of the numbers; <see langword="null"/> if there are none.</returns>
    public static double? ThresholdOf(IEnumerable<double> clean)
    {
        double[] sorted = [.. clean.Where(double.IsFinite).OrderDescending()];
        return sorted.Length == 0 ? null : sorted[(int)(FalseAlarms * sorted.Length)];
    }
}
