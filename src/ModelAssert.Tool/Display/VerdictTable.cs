using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>One row per label, the most anomalous first.</summary>
internal static class VerdictTable
{
    /// <summary>With more labels than this only those that are not clean, and the smallest triggers, are shown; the report has all.</summary>
    private const int MaximumRows = 50;

    public static Table Of(ScanReport report)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("label").AddColumn("state")
            .AddColumn(Right("anomaly index")).AddColumn(Right("p-value")).AddColumn(Right("norm (pixels)")).AddColumn(Right("of median")).AddColumn(Right("success")).AddColumn(Right("steps"));
        foreach (var label in report.Labels.OrderBy(label => label.State == LabelState.Clean).ThenBy(label => label.MaskL1Norm).Take(MaximumRows))
        {
            table.AddRow(
                Spectre.Console.Markup.Escape(label.Describe()), Markup(label.State), Number(label.AnomalyIndex, "0.00"), Number(label.PValue, "0.000"), Number(label.MaskL1Norm, "0.0"),
                Percent(label.NormToMedian), Percent(label.AttackSuccessRate), Number(label.Steps, "0"));
        }

        return report.Labels.Count <= MaximumRows ? table : table.Caption($"{report.Labels.Count - MaximumRows} more clean labels are in the report");
    }

    /// <summary>One row per infected pair of labels, the most anomalous first.</summary>
    public static Table OfPairs(ScanReport report)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("pair").AddColumn("state")
            .AddColumn(Right("anomaly index")).AddColumn(Right("norm (pixels)")).AddColumn(Right("of expected")).AddColumn(Right("success"));
        foreach (var pair in report.InfectedPairs.Take(MaximumRows))
        {
            table.AddRow(
                Spectre.Console.Markup.Escape(pair.Describe()), Markup(pair.State), Number(pair.AnomalyIndex, "0.00"), Number(pair.MaskL1Norm, "0.0"),
                Percent(pair.NormToExpected), Percent(pair.AttackSuccessRate));
        }

        return table;
    }

    public static string Markup(Verdict verdict) => verdict switch
    {
        Verdict.Clean => "[green]CLEAN[/]",
        Verdict.Infected => "[red]INFECTED[/]",
        _ => "[yellow]INCONCLUSIVE[/]",
    };

    private static string Markup(LabelState state) => state switch
    {
        LabelState.Clean => "[green]clean[/]",
        LabelState.Infected => "[red]infected[/]",
        LabelState.Vulnerable => "[yellow]vulnerable[/]",
        _ => "[yellow]inconclusive[/]",
    };

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static string Percent(double? fraction) => Number(100 * fraction, "0.0' %'");

    private static string Number(double? value, string format) => value?.ToString(format) ?? "-";
}
