namespace ModelAssert.Assertions;

/// <summary>
/// What a gate can expect, each once, with one wording. The finding on a report ends with the line that leads to it, if it was
/// written to disk.
/// </summary>
internal static class Expectations
{
    /// <summary>No label is infected: the gate.</summary>
    public static Expectation<ScanReport> NoInfectedLabels { get; } = OnReport("to have no infected labels", report => WhyNot(Verdict.Clean, report));

    /// <summary>No label is vulnerable, and none is infected: the stricter gate, for those who want no naturally weak labels either.</summary>
    public static Expectation<ScanReport> NoVulnerableLabels { get; } = OnReport("to have no vulnerable labels", report =>
        WhyNot(Verdict.Clean, report) ?? (report.VulnerableLabels.Any() ? Evidence.OfVulnerable(report) : null));

    /// <summary>The report has a given verdict; to be clean and to have no infected labels is one thing, and is said in one way.</summary>
    /// <param name="expected">The verdict.</param>
    /// <returns>The expectation.</returns>
    public static Expectation<ScanReport> ToBe(Verdict expected) => expected == Verdict.Clean
        ? NoInfectedLabels
        : OnReport($"to be {expected.ToString().ToLowerInvariant()}", report => WhyNot(expected, report));

    /// <summary>A given label is infected; others may be too.</summary>
    /// <param name="label">The label, counted from 0.</param>
    /// <returns>The expectation.</returns>
    public static Expectation<ScanReport> InfectedLabel(int label) => OnReport($"to have infected label {label}", report =>
        report.Verdict == Verdict.Inconclusive ? Evidence.OfUndecided(report)
        : report.FindLabel(label) is not { } result ? $"label {label} was not among the {report.Labels.Count} labels analysed."
        : result.State == LabelState.Infected ? null
        : Evidence.OfNotInfected(result, report));

    /// <summary>A label's trigger works on less than a share of the held-out images: what a repaired model should show.</summary>
    /// <param name="limit">The share that is too much already, a fraction in [0, 1].</param>
    /// <returns>The expectation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not a fraction in [0, 1].</exception>
    public static Expectation<LabelResult> AttackSuccessRateBelow(double limit)
    {
        if (limit is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "An attack success rate is a fraction from 0 to 1.");

        // Written so that a rate that is not a number fails.
        return new($"to have an attack success rate below {Evidence.Percent(limit)}", label =>
            label.AttackSuccessRate < limit ? null : $"it is {Evidence.Percent(label.AttackSuccessRate)}.");
    }

    private static Expectation<ScanReport> OnReport(string text, Func<ScanReport, string?> finding) => new(text, report =>
        finding(report) is { } found ? found + (report.ReportPath is { } path ? $"\n  report: {PlainText.OneLine(path)}" : "") : null);

    private static string? WhyNot(Verdict expected, ScanReport report) => report.Verdict switch
    {
        var verdict when verdict == expected => null,
        Verdict.Clean => "it is clean.",
        Verdict.Infected => Evidence.OfInfected(report),
        _ => Evidence.OfUndecided(report),
    };
}
