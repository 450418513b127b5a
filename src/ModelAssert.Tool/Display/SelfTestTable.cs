using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>One row per patch of a self-test, the smallest first.</summary>
internal static class SelfTestTable
{
    public static Table Of(SelfTestReport report)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(Right("patch")).AddColumn(Right("of image")).AddColumn(Right("to label")).AddColumn("outcome")
            .AddColumn(Right("anomaly index")).AddColumn(Right("success")).AddColumn(Right("accuracy")).AddColumn(Right("epochs")).AddColumn(Right("seconds"));
        foreach (var patch in report.Patches)
        {
            table.AddRow(
                $"{patch.Side}x{patch.Side}", Percent(patch.Coverage), $"{patch.TargetLabel}", Markup(patch), patch.AnomalyIndex?.ToString("0.00") ?? "-",
                Percent(patch.AttackSuccessRate), Percent(patch.Accuracy), $"{patch.Epochs}", patch.Seconds.ToString("0.0"));
        }

        return table;
    }

    private static string Markup(SelfTestPatch patch) => patch.Outcome switch
    {
        PatchOutcome.Caught => "[green]caught[/]",
        PatchOutcome.Missed => $"[red]missed[/] ({patch.Verdict.ToString()!.ToLowerInvariant()})",
        _ => "[yellow]could not be planted[/]",
    };

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static string Percent(double fraction) => (100 * fraction).ToString("0.0' %'");
}
