using ModelAssert.Reporting.Wording;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ModelAssert.Reporting.Charts;

/// <summary>What a filter misses against what it rejects wrongly, and where its threshold stands.</summary>
internal static class FilterCurveChart
{
    private const int Width = 760;

    private const int Height = 400;

    /// <summary>Nobody runs a filter that rejects more clean inputs than this.</summary>
    private const double HighestRate = 0.2;

    /// <summary>Draws the curve of a report that has one.</summary>
    /// <returns>One <c>svg</c> element with its own colours, for a file.</returns>
    public static string Draw(FilterReport report)
    {
        FilterPoint[] shown = [.. report.Curve.Where(point => point.FalsePositiveRate <= HighestRate)];
        var highest = Math.Max(0.05, 1.1 * shown.Select(point => point.FalseNegativeRate).DefaultIfEmpty().Max());
        var plot = PlotStyle.NewPlot();
        plot.Axes.Add(PercentAxis(AxisPosition.Bottom, "clean images rejected", HighestRate));
        plot.Axes.Add(PercentAxis(AxisPosition.Left, "images with a trigger missed", highest));
        plot.Annotations.Add(PlotStyle.Limit(LineAnnotationType.Vertical, report.Options.FalsePositiveRate));
        plot.Annotations.Add(PlotStyle.Note(
            report.Options.FalsePositiveRate, 0.95 * highest, "threshold", ChartInk.Threshold, new ScreenVector(6, 0), HorizontalAlignment.Left));

        var line = new LineSeries
        {
            Color = ChartInk.Infected.Color(),
            StrokeThickness = 2,
            MarkerType = MarkerType.Circle,
            MarkerSize = 3,
            MarkerFill = ChartInk.Infected.Color(),
        };
        line.Points.AddRange(shown.Select(point => new DataPoint(point.FalsePositiveRate, point.FalseNegativeRate)));
        plot.Series.Add(line);
        return ThemedSvg.WithColours(ThemedSvg.Of(plot, Width, Height, $"Of images with a trigger {Numbers.Percent(report.FalseNegativeRate ?? double.NaN)} are missed where {Numbers.Percent(report.Options.FalsePositiveRate)} of clean images are rejected."));
    }

    private static LinearAxis PercentAxis(AxisPosition position, string title, double maximum)
    {
        var axis = PlotStyle.NumberAxis(position, title, 0, maximum);
        axis.LabelFormatter = value => Numbers.Percent(value);
        // The library measures the bare numbers.
        axis.AxisTitleDistance += position == AxisPosition.Left ? 24 : 0;
        return axis;
    }
}
