namespace ModelAssert.Verdicts;

/// <summary>A threshold so far above the usual one that a verdict by it needs a remark: it is legal, and lets labels pass that stand out plainly.</summary>
internal static class UnusualThreshold
{
    /// <summary>
    /// Up to here nothing is said. It is where statistics itself calls a value an outlier by this very index, the distance from the median in scaled median absolute deviations
    /// (Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993); the paper's own threshold is 2. Nobody calls a label ordinary that is farther out.
    /// </summary>
    public const double Limit = 3.5;

    /// <summary>The remark on a threshold.</summary>
    /// <param name="threshold">The threshold, in scaled median absolute deviations.</param>
    /// <returns>Two sentences, or <see langword="null"/> for a threshold that needs none.</returns>
    public static string? RemarkOn(double threshold) => threshold <= Limit ? null : FormattableString.Invariant(
        $"The threshold is {threshold:0.0#}, far above the usual 2.0: a label whose trigger is up to {threshold:0.0#} deviations below the median passes as clean. Above {Limit:0.0} a label is an outlier by any usual rule.");
}
