using ModelAssert.Reporting.Wording;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ModelAssert.Reporting.Charts;

/// <summary>Few labels: a bar for each, the most anomalous on top, with its number and, where it is flagged, the word.</summary>
internal static class AnomalyIndexBars
{
    private const int BarHeight = 28;

    /// <summary>Threshold text above, numbers and title of the axis below.</summary>
    private const int FrameHeight = 60;

    public static string Draw(ScanReport report, IReadOnlyList<LabelResult> labels, int width, string description)
    {
        // The axis counts from below.
        LabelResult[] upwards = [.. labels.OrderBy(label => label.AnomalyIndex)];
        var wide = ChartPair.IsWide(width);
        var lowest = Math.Min(0, upwards[0].AnomalyIndex!.Value);
        var highest = Math.Max(report.Threshold, upwards[^1].AnomalyIndex!.Value);
        var span = highest - lowest;

        var plot = PlotStyle.NewPlot();
        string[] names = [.. upwards.Select(label => Naming.Short(label, maximumLength: wide ? 24 : 11))];
        plot.PlotMargins = new OxyThickness(names.Max(name => name.Length) * PlotStyle.LetterWidth + 8, double.NaN, double.NaN, double.NaN);
        plot.Axes.Add(LabelAxis(names));
        plot.Axes.Add(PlotStyle.NumberAxis(AxisPosition.Bottom, "anomaly index", lowest - 0.05 * span, highest + (wide ? 0.2 : 0.95) * span));
        plot.Annotations.Add(PlotStyle.Axis(LineAnnotationType.Vertical, 0));
        plot.Annotations.Add(PlotStyle.Limit(LineAnnotationType.Vertical, report.Threshold));
        plot.Annotations.Add(PlotStyle.Note(
            report.Threshold, names.Length, $"threshold {Numbers.Threshold(report.Threshold)}", ChartInk.Threshold, new ScreenVector(6, 0), HorizontalAlignment.Left));

        var bars = new BarSeries { StrokeThickness = 0, BarWidth = 0.6 };
        foreach (var (row, label) in upwards.Index())
        {
            var index = label.AnomalyIndex!.Value;
            bars.Items.Add(new BarItem(index) { Color = ChartInks.Of(label.State).Color() });
            plot.Annotations.Add(PlotStyle.Note(Math.Max(index, 0), row, NoteOf(label), ChartInk.Text, new ScreenVector(6, 0), HorizontalAlignment.Left));
        }

        plot.Series.Add(bars);
        return ThemedSvg.Of(plot, width, FrameHeight + BarHeight * (upwards.Length + 1), description);
    }

    private static string NoteOf(LabelResult label) =>
        label.State == LabelState.Clean ? Numbers.Index(label.AnomalyIndex) : $"{Numbers.Index(label.AnomalyIndex)} {Naming.Of(label.State)}";

    /// <summary>One place more than there are labels: room for the threshold's name.</summary>
    private static CategoryAxis LabelAxis(string[] names)
    {
        var axis = new CategoryAxis { Position = AxisPosition.Left, TickStyle = TickStyle.None, Minimum = -0.5, Maximum = names.Length + 0.5 };
        axis.Labels.AddRange(names);
        axis.Labels.Add("");
        return axis;
    }
}
