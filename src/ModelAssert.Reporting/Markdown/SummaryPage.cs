using System.Text;
using ModelAssert.Artifacts;
using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Markdown;

/// <summary><c>summary.md</c>: what fits on the page of a CI job.</summary>
internal static class SummaryPage
{
    /// <summary>More rows than this push the rest of a job page out of sight.</summary>
    private const int MaximumRows = 20;

    public static string Of(ScanReport report, ArtifactFolder folder)
    {
        var text = new StringBuilder();
        var verdict = VerdictText.Of(report);
        text.Append($"## ModelAssert: {CodeSpan.Of(Path.GetFileName(report.Model.Path))} is {Naming.Of(report.Verdict)}\n\n");
        if (report.Verdict == Verdict.Inconclusive)
            text.Append("The scan could not decide. This is not a pass.\n\n").AppendJoin("", report.Reasons.Select(reason => $"* {reason}\n")).Append('\n');
        AppendFlagged(text, [.. report.InfectedLabels, .. report.VulnerableLabels]);
        text.Append($"{Counts(report)}{(report.IsQuantized ? " The model is quantised: gradients went straight through its rounding." : "")}\n\n**What to do.** {verdict.Action}\n\n");
        text.Append($"Report: {CodeSpan.Of(folder.PathOf(ArtifactFolder.HtmlReportFileName))}\n");
        return text.ToString();
    }

    private static void AppendFlagged(StringBuilder text, LabelResult[] flagged)
    {
        if (flagged.Length == 0)
            return;

        text.Append("| label | state | anomaly index | trigger covers | of the median | attack success |\n| :-- | :-- | --: | --: | --: | --: |\n");
        foreach (var label in flagged.Take(MaximumRows))
            text.Append("| ").AppendJoin(" | ", CellsOf(label)).Append(" |\n");
        text.Append(flagged.Length > MaximumRows ? $"\nand {Numbers.Count(flagged.Length - MaximumRows)} more.\n\n" : "\n");
    }

    private static IEnumerable<string> CellsOf(LabelResult label) =>
    [
        NameOf(label), Naming.Of(label.State), Numbers.Index(label.AnomalyIndex),
        Numbers.Percent(label.Coverage), Numbers.Percent(label.NormToMedian), Numbers.Percent(label.AttackSuccessRate),
    ];

    private static string NameOf(LabelResult label) => label.Name is null ? $"{label.Label}" : $"{label.Label} {CodeSpan.InTable(label.Name)}";

    private static string Counts(ScanReport report) =>
        $"{Numbers.Counted(report.Labels.Count, "label")} analysed: "
        + $"{Numbers.Count(report.InfectedLabels.Count())} infected, {Numbers.Count(report.VulnerableLabels.Count())} vulnerable. "
        + $"Largest anomaly index {Numbers.Index(report.AnomalyIndex)} (threshold {Numbers.Threshold(report.Threshold)}), "
        + $"accuracy {Numbers.Percent(report.Samples.Accuracy)} on {Numbers.Counted(report.Samples.Count, "clean sample")}.";
}
