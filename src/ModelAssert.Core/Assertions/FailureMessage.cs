namespace ModelAssert.Assertions;

/// <summary>
/// The text with which every front fails: model, verdict, label, the number with its threshold, where the trigger is. Framework-free, so that it is the
/// same everywhere.
/// </summary>
internal static class FailureMessage
{
    /// <summary>Says why a report fails a gate.</summary>
    /// <param name="report">A report whose verdict is not clean.</param>
    /// <param name="reportPath">Where the report is, if not where <see cref="ModelReport.ReportPath"/> says.</param>
    /// <param name="because">The user's reason, if there is one.</param>
    /// <returns>Some lines of text.</returns>
    /// <exception cref="ArgumentException">The report's verdict is clean.</exception>
    public static string Of(ScanReport report, string? reportPath = null, string? because = null) =>
        Against(Expectations.NoInfectedLabels, report with { ReportPath = reportPath ?? report.ReportPath }, because)
        ?? throw new ArgumentException("A clean report does not fail.", nameof(report));

    /// <summary>Says why a report is not as expected.</summary>
    /// <param name="expectation">What is expected.</param>
    /// <param name="report">The report.</param>
    /// <param name="because">The user's reason, if there is one.</param>
    /// <returns>Some lines of text, or <see langword="null"/> if the expectation is met.</returns>
    public static string? Against(Expectation<ScanReport> expectation, ScanReport report, string? because = null)
    {
        if (expectation.FindingAgainst(report) is not { } finding)
            return null;
        var reason = string.IsNullOrWhiteSpace(because) ? "" : ", because " + because;
        return $"Expected {report.Model.FileName} {expectation.Text}{reason}, but {finding}";
    }
}
