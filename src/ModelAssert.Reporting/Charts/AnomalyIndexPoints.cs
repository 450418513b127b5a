using ModelAssert.Reporting.Wording;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ModelAssert.Reporting.Charts;

/// <summary>Many labels: a point for each at its number; those above the threshold have a shape of their own, infected ones their number too.</summary>
internal static class AnomalyIndexPoints
{
    private const int Height = 340;

    /// <summary>Room above the highest point for the threshold's name: at the line it would cover labels just above it, which are the ones to see.</summary>
    private const double Headroom = 0.16;

    private const double CleanSize = 2;

    private const double FlaggedSize = 5;

    public static string Draw(ScanReport report, IReadOnlyList<LabelResult> labels, int width, string description)
    {
        var lowest = Math.Min(0, labels.Min(label => label.AnomalyIndex!.Value));
        var highest = Math.Max(report.Threshold, labels.Max(label => label.AnomalyIndex!.Value));
        var margin = 0.08 * (highest - lowest);
        var top = highest + Headroom * (highest - lowest);
        var (first, last) = (labels.Min(label => label.Label), labels.Max(label => label.Label));
        var sideways = 0.02 * Math.Max(1, last - first);

        var plot = PlotStyle.NewPlot();
        plot.Axes.Add(PlotStyle.NumberAxis(AxisPosition.Left, "anomaly index", lowest - margin, top));
        plot.Axes.Add(PlotStyle.NumberAxis(AxisPosition.Bottom, "label", first - sideways, last + sideways));
        plot.Annotations.Add(PlotStyle.Axis(LineAnnotationType.Horizontal, 0));
        plot.Annotations.Add(PlotStyle.Limit(LineAnnotationType.Horizontal, report.Threshold));
        plot.Annotations.Add(PlotStyle.Note(
            last + sideways, top, $"dashed: threshold {Numbers.Threshold(report.Threshold)}", ChartInk.Threshold, new ScreenVector(0, -2), HorizontalAlignment.Right));
        foreach (var group in labels.GroupBy(label => label.State).OrderBy(group => group.Key))
            plot.Series.Add(PointsOf(group.Key, group));
        foreach (var label in Named(labels))
            plot.Annotations.Add(NoteOf(label, atTheRight: label.Label < (first + last) / 2));

        return ThemedSvg.Of(plot, width, Height, description);
    }

    /// <summary>Infected labels. Vulnerable ones crowd above the threshold, where their numbers would cover each other; the table has them.</summary>
    private static IEnumerable<LabelResult> Named(IReadOnlyList<LabelResult> labels) =>
        labels.Where(label => label.State == LabelState.Infected).OrderByDescending(label => label.AnomalyIndex).Take(Naming.MaximumNamed);

    private static ScatterSeries PointsOf(LabelState state, IEnumerable<LabelResult> labels)
    {
        var points = new ScatterSeries
        {
            MarkerType = ChartInks.MarkerOf(state),
            MarkerSize = state == LabelState.Clean ? CleanSize : FlaggedSize,
            MarkerFill = ChartInks.Of(state).Color(),
        };
        points.Points.AddRange(labels.Select(label => new ScatterPoint(label.Label, label.AnomalyIndex!.Value)));
        return points;
    }

    private static TextAnnotation NoteOf(LabelResult label, bool atTheRight) => PlotStyle.Note(
        label.Label, label.AnomalyIndex!.Value, label.Label.ToString(), ChartInk.Text,
        new ScreenVector(atTheRight ? 9 : -9, 0), atTheRight ? HorizontalAlignment.Left : HorizontalAlignment.Right);
}
