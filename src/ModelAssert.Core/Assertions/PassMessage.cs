namespace ModelAssert.Assertions;

/// <summary>What fronts say of a report that passes: a label that is vulnerable fails nothing, and shall not go unseen for that. Framework-free, as <see cref="FailureMessage"/> is.</summary>
internal static class PassMessage
{
    /// <summary>Says what a reader should know of a clean report.</summary>
    /// <param name="report">A report.</param>
    /// <returns>Some lines of text; <see langword="null"/> if there is nothing to say, or the verdict is not clean.</returns>
    public static string? Of(ScanReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Verdict != Verdict.Clean)
            return null;

        string[] remarks =
        [
            .. report.VulnerableLabels.Any() ? [$"{report.Model.FileName} has no infected labels, but {Evidence.OfVulnerable(report)}"] : Array.Empty<string>(),
            .. report.ThresholdRemark is { } remark ? [$"{report.Model.FileName}: {remark}"] : Array.Empty<string>(),
        ];
        return remarks.Length == 0 ? null : string.Join('\n', remarks) + (report.ReportPath is { } path ? $"\n  report: {PlainText.OneLine(path)}" : "");
    }
}
