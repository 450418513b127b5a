using System.Text;
using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Markdown;

/// <summary><c>selftest.md</c>: what a self-test says, for the page of a CI job.</summary>
internal static class SelfTestPage
{
    public static string Of(SelfTestReport report)
    {
        var text = new StringBuilder($"## ModelAssert: self-test on {CodeSpan.Of(report.Model.FileName)}\n\n{SentenceOf(report)}\n\n");
        if (report.Patches.Count > 0)
        {
            text.Append("| patch | covers | to label | outcome | anomaly index | attack success | accuracy |\n| --: | --: | --: | :-- | --: | --: | --: |\n");
            foreach (var patch in report.Patches)
                text.Append("| ").AppendJoin(" | ", CellsOf(patch)).Append(" |\n");
            text.Append('\n');
        }

        return text.Append(
            $"White squares in the bottom right corner, trained into copies of the model with a share of its samples. Other attacks were not tried. "
            + $"Accuracy of the model as it is: {Numbers.Percent(report.Samples.Accuracy)} on {Numbers.Counted(report.Samples.Count, "clean sample")}.\n").ToString();
    }

    /// <summary>A file's name is text from outside: none of it may become markup.</summary>
    private static string SentenceOf(SelfTestReport report) =>
        SelfTestText.Of(report).Replace(report.Model.FileName, CodeSpan.Of(report.Model.FileName), StringComparison.Ordinal);

    private static IEnumerable<string> CellsOf(SelfTestPatch patch) =>
    [
        $"{patch.Side}x{patch.Side}", Numbers.Percent(patch.Coverage), $"{patch.TargetLabel}",
        patch.Outcome == PatchOutcome.NotPlanted ? "could not be planted" : patch.Outcome.ToString().ToLowerInvariant(),
        Numbers.Index(patch.AnomalyIndex), Numbers.Percent(patch.AttackSuccessRate), Numbers.Percent(patch.Accuracy),
    ];
}
