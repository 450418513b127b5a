using ModelAssert.Reporting.Wording;
using ModelAssert.Verdicts;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ModelAssert.Reporting.Charts;

/// <summary>
/// The sizes of all triggers in one box, flagged labels marked below it, and the line at half the median that tells a backdoor from a weak label.
/// </summary>
internal static class NormBoxPlot
{
    private const int Height = 200;

    private const double BoxRow = 0.55;

    private const double NameRow = 1.35;

    private const double PointRow = -0.45;

    /// <summary>With more labels than this only flagged labels and those beyond the whiskers get a point.</summary>
    private const int MaximumPoints = 100;

    /// <summary>Draws the chart, or says <see langword="null"/> where no label has a norm that means something.</summary>
    public static ChartPair? Of(ScanReport report)
    {
        LabelResult[] converged = [.. report.Labels.Where(label => label.Converged && double.IsFinite(label.MaskL1Norm))];
        if (converged.Length == 0)
            return null;

        var quartiles = Quartiles.Of(converged.Select(label => label.MaskL1Norm));
        var description = Describe(converged, quartiles);
        return ChartPair.Of(width => Draw(converged, quartiles, width, description));
    }

    private static string Draw(LabelResult[] labels, Quartiles quartiles, int width, string description)
    {
        var plot = PlotStyle.NewPlot();
        var rows = new LinearAxis { Position = AxisPosition.Left, Key = "rows", Minimum = -1, Maximum = 1.5, IsAxisVisible = false };
        var norms = PlotStyle.NumberAxis(AxisPosition.Bottom, "size of the trigger: norm of its mask, in pixels", 0, 1.08 * labels.Max(label => label.MaskL1Norm));
        norms.Key = "norms";
        if (!ChartPair.IsWide(width))
            norms.Title = "norm of the mask, in pixels";
        plot.Axes.Add(rows);
        plot.Axes.Add(norms);

        if (MedianOf(labels) is { } median)
        {
            var limit = Judge.MaximumInfectedNormToMedian * median;
            plot.Annotations.Add(PlotStyle.Limit(LineAnnotationType.Vertical, limit));
            plot.Annotations.Add(PlotStyle.Note(limit, NameRow, "half the median", ChartInk.Threshold, new ScreenVector(6, 0), HorizontalAlignment.Left));
        }

        plot.Series.Add(Box(quartiles));
        foreach (var group in labels.Where(label => IsShown(label, labels.Length, quartiles)).GroupBy(label => label.State).OrderBy(group => group.Key))
            plot.Series.Add(PointsOf(group.Key, group));
        if (labels.Where(ChartInks.IsFlagged).MinBy(label => label.MaskL1Norm) is { } smallest)
        {
            // To the right of its mark: the smallest trigger lies at the left edge, where a centred name would be cut.
            plot.Annotations.Add(PlotStyle.Note(
                smallest.MaskL1Norm, PointRow, Naming.Short(smallest, 20), ChartInk.Text, new ScreenVector(-6, 17), HorizontalAlignment.Left));
        }

        return ThemedSvg.Of(plot, width, Height, description);
    }

    /// <summary>The vertical axis is the series' first: that lays the box on its side.</summary>
    private static BoxPlotSeries Box(Quartiles quartiles) => new()
    {
        XAxisKey = "rows",
        YAxisKey = "norms",
        BoxWidth = 0.6,
        WhiskerWidth = 0.5,
        StrokeThickness = 1.5,
        Fill = ChartInk.Box.Color(),
        Stroke = ChartInk.Axis.Color(),
        Items = { new BoxPlotItem(BoxRow, quartiles.LowerWhisker, quartiles.Lower, quartiles.Median, quartiles.Upper, quartiles.UpperWhisker) },
    };

    private static ScatterSeries PointsOf(LabelState state, IEnumerable<LabelResult> labels)
    {
        var points = new ScatterSeries
        {
            XAxisKey = "norms",
            YAxisKey = "rows",
            MarkerType = ChartInks.MarkerOf(state),
            MarkerSize = state == LabelState.Clean ? 3.5 : 6,
            MarkerFill = ChartInks.Of(state).Color(),
        };
        points.Points.AddRange(labels.Select(label => new ScatterPoint(label.MaskL1Norm, PointRow)));
        return points;
    }

    private static bool IsShown(LabelResult label, int count, Quartiles quartiles) =>
        count <= MaximumPoints || ChartInks.IsFlagged(label) || !quartiles.IsWithinWhiskers(label.MaskL1Norm);

    /// <summary>The median that the judgement used, which leaves out some labels without a working trigger; labels only carry their share of it.</summary>
    private static double? MedianOf(LabelResult[] labels) =>
        labels.Where(label => label.NormToMedian > 0).Select(label => label.MaskL1Norm / label.NormToMedian).FirstOrDefault();

    private static string Describe(LabelResult[] labels, Quartiles quartiles)
    {
        LabelResult[] flagged = [.. labels.Where(ChartInks.IsFlagged).OrderBy(label => label.MaskL1Norm)];
        var text = $"Box plot of the trigger norms of {Numbers.Counted(labels.Length, "label")}: median {Numbers.Pixels(quartiles.Median)} pixels, "
            + $"middle half from {Numbers.Pixels(quartiles.Lower)} to {Numbers.Pixels(quartiles.Upper)}. ";
        var named = string.Join(", ", flagged.Take(Naming.MaximumNamed).Select(label => $"{label.Describe()} at {Numbers.Pixels(label.MaskL1Norm)}"));
        return text + (flagged.Length == 0 ? "No label is flagged." : $"Flagged: {named}{Naming.AndMore(flagged.Length)}.");
    }
}
