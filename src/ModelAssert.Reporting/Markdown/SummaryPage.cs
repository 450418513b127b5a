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
        if (report.ThresholdRemark is { } remark)
            text.Append($"**Note.** {remark}\n\n");
        AppendFlagged(text, [.. report.InfectedLabels, .. report.VulnerableLabels]);
        AppendFlagged(text, [.. report.InfectedPairs]);
        foreach (var finding in report.OtherFindings.Take(MaximumRows))
            text.Append($"* {CodeSpan.Of(finding.Subject)}: {CodeSpan.Of(finding.Sentence)}\n\n");
        foreach (var finding in report.AdvisoryFindings.Take(MaximumRows))
            text.Append($"* Advisory, fails nothing: {CodeSpan.Of(finding.Line)}\n\n");
        text.Append($"{Counts(report)}{(report.IsQuantized ? " The model is quantised: gradients went straight through its rounding." : "")}\n\n");
        if (report.Verdict != Verdict.Inconclusive)
            text.AppendJoin("", report.Samples.Remarks().Select(remark => $"{remark}\n\n"));
        text.Append($"**What to do.** {verdict.Action}\n\n");
        text.Append($"Report: {CodeSpan.Of(folder.PathOf(ArtifactFile.Page.Name))}\n");
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

    private static void AppendFlagged(StringBuilder text, PairResult[] flagged)
    {
        if (flagged.Length == 0)
            return;

        text.Append("| images of label | taken to label | anomaly index | trigger covers | of what is expected | attack success |\n| :-- | :-- | --: | --: | --: | --: |\n");
        foreach (var pair in flagged.Take(MaximumRows))
        {
            text.Append("| ").AppendJoin(" | ",
                NameOf(pair.Source, pair.SourceName), NameOf(pair.Target, pair.TargetName), Numbers.Index(pair.AnomalyIndex),
                Numbers.Percent(pair.Coverage), Numbers.Percent(pair.NormToExpected), Numbers.Percent(pair.AttackSuccessRate)).Append(" |\n");
        }

        text.Append(flagged.Length > MaximumRows ? $"\nand {Numbers.Count(flagged.Length - MaximumRows)} more.\n\n" : "\n");
    }

    private static IEnumerable<string> CellsOf(LabelResult label) =>
    [
        NameOf(label.Label, label.Name), Naming.Of(label.State), Numbers.Index(label.AnomalyIndex),
        Numbers.Percent(label.Coverage), Numbers.Percent(label.NormToMedian), Numbers.Percent(label.AttackSuccessRate),
    ];

    private static string NameOf(int label, string? name) => name is null ? $"{label}" : $"{label} {CodeSpan.InTable(name)}";

    private static string Counts(ScanReport report) =>
        $"{Numbers.Counted(report.Labels.Count, "label")} analysed: "
        + $"{Numbers.Count(report.InfectedLabels.Count())} infected, {Numbers.Count(report.VulnerableLabels.Count())} vulnerable. "
        + (report.Pairs is { } pairs ? $"{Numbers.Counted(pairs.Count, "pair")} of labels analysed: {Numbers.Count(report.InfectedPairs.Count())} infected. " : "")
        + $"Largest anomaly index {Numbers.Index(report.AnomalyIndex)} (threshold {Numbers.Threshold(report.Threshold)}), "
        + $"accuracy {Numbers.Percent(report.Samples.Accuracy)} on {Numbers.Counted(report.Samples.Count + report.Samples.LeftOut, "clean sample")}.";
}
