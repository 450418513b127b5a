using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>Shows what the making of a filter came to.</summary>
internal static class FilterView
{
    /// <summary>The rates that people choose among; the whole curve is in the report.</summary>
    private static readonly double[] ShownRates = [0.01, 0.02, 0.05, 0.1];

    /// <summary>Writes it.</summary>
    /// <param name="output">Gets it.</param>
    /// <param name="report">What it came to; it is written.</param>
    public static void Show(IAnsiConsole output, FilterReport report)
    {
        if (report.Curve.Count > 0)
            output.Write(TableOf(report));
        output.MarkupLineInterpolated($"{report.Word.ToUpperInvariant()} {PlainText.OneLine(report.Model.Path)}: {PlainText.OneLine(report.Reason)}");
        if (report is { Filter: { } filter, Threshold: { } threshold })
        {
            output.MarkupLineInterpolated($"threshold {Invariant($"{threshold:0.00}")}: of images with unseen reversed triggers {Percent(report.FalseNegativeRate)} pass; the triggers succeed on {Percent(report.AttackSuccessRate)} without the filter, on {Percent(report.PassedSuccessRate)} behind it");
            output.MarkupLineInterpolated($"written: {PlainText.OneLine(filter.Path)}");
        }

        foreach (var warning in report.Warnings)
            output.MarkupLineInterpolated($"warning: {PlainText.OneLine(warning)}");
        output.MarkupLineInterpolated($"report: {PlainText.OneLine(report.ReportPath!)}");
    }

    private static Table TableOf(FilterReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(Right("clean rejected")).AddColumn(Right("triggers missed")).AddColumn(Right("threshold"));
        foreach (var point in ShownRates.Select(rate => report.Curve.MinBy(point => Math.Abs(point.FalsePositiveRate - rate))!).Distinct())
            table.AddRow(Percent(point.FalsePositiveRate), Percent(point.FalseNegativeRate), Invariant($"{point.Threshold:0.00}"));
        return table;
    }

    private static string Percent(double? share) => share is { } value ? Invariant($"{value:P1}") : "-";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();
}
