using System.Text;

namespace ModelAssert.Verdicts;

/// <summary>
/// The text with which every front fails: model, verdict, label, the number with its threshold, where the trigger is. Framework-free, so that it is the
/// same everywhere.
/// </summary>
public static class FailureMessage
{
    /// <summary>Says why a report fails a gate.</summary>
    /// <param name="report">A report whose verdict is not clean.</param>
    /// <param name="reportPath">Where the report is.</param>
    /// <param name="because">The user's reason, if there is one.</param>
    /// <returns>Some lines of text.</returns>
    /// <exception cref="ArgumentException">The report's verdict is clean.</exception>
    public static string Of(ScanReport report, string reportPath, string? because = null)
    {
        var model = Path.GetFileName(report.Model.Path);
        var reason = string.IsNullOrWhiteSpace(because) ? "" : ", because " + because;
        return report.Verdict switch
        {
            Verdict.Infected => Infected(report, reportPath, model, reason),
            Verdict.Inconclusive =>
                $"Expected {model} to have no infected labels{reason}, but the scan could not decide:\n"
                + string.Concat(report.Reasons.Select(line => $"  {line}\n")) + $"  report: {reportPath}",
            _ => throw new ArgumentException("A clean report does not fail.", nameof(report)),
        };
    }

    private static string Infected(ScanReport report, string reportPath, string model, string reason)
    {
        var infected = report.InfectedLabels.ToList();
        var text = new StringBuilder($"Expected {model} to have no infected labels{reason}, but {infected[0].Describe()} is infected:\n");
        AppendEvidence(text, infected[0], report);
        foreach (var label in infected.Skip(1))
        {
            text.Append("  and so is ").Append(label.Describe()).Append(":\n");
            AppendEvidence(text, label, report);
        }

        var vulnerable = report.VulnerableLabels.Select(label => label.Label).ToList();
        if (vulnerable.Count > 0)
            text.Append($"  {vulnerable.Count} more {(vulnerable.Count == 1 ? "label is" : "labels are")} vulnerable: {string.Join(", ", vulnerable)}.\n");
        return text.Append("  report: ").Append(reportPath).ToString();
    }

    private static void AppendEvidence(StringBuilder text, LabelResult label, ScanReport report) => text.Append(FormattableString.Invariant(
        $"  anomaly index {label.AnomalyIndex:0.0} (threshold {report.Threshold:0.0#}), trigger covers {Percent(label.Coverage)} of the image ({Percent(label.NormToMedian ?? 0)} of the median), attack success rate {Percent(label.AttackSuccessRate)} on {report.Samples.HeldOut} held-out samples.\n"));

    private static string Percent(double fraction) => FormattableString.Invariant($"{100 * fraction:0.0} %");
}
