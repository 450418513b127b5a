using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>Shows what a repair came to.</summary>
internal static class RepairView
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Gets it.</param>
    /// <param name="report">What it came to; it is written.</param>
    public static void Show(IAnsiConsole output, RepairReport report)
    {
        if (report.Attempts.Count > 0)
            output.Write(TableOf(report));
        output.MarkupLineInterpolated($"{RepairText.WordOf(report.Outcome).ToUpperInvariant()} {PlainText.OneLine(report.Original.Path)}: {PlainText.OneLine(report.Reason)}");
        if (report.Repaired is { } repaired)
            output.MarkupLineInterpolated($"written: {PlainText.OneLine(repaired.Path)}");
        output.MarkupLineInterpolated($"report: {PlainText.OneLine(report.ReportPath!)}");
    }

    private static Table TableOf(RepairReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn("outcome").AddColumn(Right("rounds"))
            .AddColumn(Right("triggers succeed")).AddColumn(Right("resistance")).AddColumn(Right("stamped right")).AddColumn(Right("clean right"));
        AddRow(table, "as it came", "infected", null, report.Before);
        foreach (var attempt in report.Attempts)
        {
            AddRow(
                table, NameOf(attempt.Mitigation), attempt.Outcome == RepairOutcome.Repaired ? attempt.Mitigation == report.Mitigation ? "kept" : "repaired" : "not repaired",
                attempt.Rounds.Count, attempt.Rounds[^1].After);
        }

        return table;
    }

    private static void AddRow(Table table, string name, string outcome, int? rounds, RepairState? state) => table.AddRow(
        name, outcome, $"{rounds}", Percent(state?.LargestSuccess), Ratio(state?.Weakest?.NormToMedian), Percent(state?.TrueLabelAccuracy), Percent(state?.CleanAccuracy));

    private static string Percent(double? share) => share is { } value ? FormattableString.Invariant($"{value:P1}") : "-";

    private static string Ratio(double? ratio) => ratio is { } value ? FormattableString.Invariant($"{value:0.00}") : "-";

    private static string NameOf(MitigationKind kind) => kind switch
    {
        MitigationKind.Unlearning => "unlearning",
        MitigationKind.LastConvolutionPruning => "last convolution pruned",
        _ => "second-to-last layer pruned",
    };

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();
}
