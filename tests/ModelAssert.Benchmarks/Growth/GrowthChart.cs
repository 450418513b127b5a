using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ModelAssert.Benchmarks;

/// <summary>Cost against size, both on logarithmic axes, where a power is a straight line; beside it the line of a cost that grows as the size does.</summary>
internal static class GrowthChart
{
    private const int Width = 640;
    private const int Height = 420;

    // The one that the library measures with.
    private const string Font = "Arial";

    /// <summary>Draws a chart.</summary>
    /// <returns>An SVG document.</returns>
    public static string Of(GrowthAxis axis, IReadOnlyList<MeasuredPoint> points)
    {
        var plot = new PlotModel { Background = OxyColors.White, DefaultFont = Font, TitleFontSize = 14, Title = TitleOf(axis, points) };
        plot.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = axis.Title, MajorGridlineStyle = LineStyle.Dot, AxisTitleDistance = 6 });
        plot.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = "CPU seconds", MajorGridlineStyle = LineStyle.Dot, AxisTitleDistance = 12 });
        DataPoint[] proportional = [.. points.Select(point => new DataPoint(point.X, points[0].Cpu * point.X / points[0].X))];
        plot.Series.Add(Line(LineStyle.Solid, MarkerType.Circle, points.Select(point => new DataPoint(point.X, point.Cpu))));
        plot.Series.Add(Line(LineStyle.Dash, MarkerType.None, proportional));
        plot.Annotations.Add(NoteAt(proportional[^2], "in proportion to the size"));
        return new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true }.ExportToString(plot);
    }

    private static string TitleOf(GrowthAxis axis, IReadOnlyList<MeasuredPoint> points) =>
        $"CPU seconds of a scan against {axis.Title}" + (points.Any(point => point.Point.Limit.Length > 0) ? ", partly extrapolated" : "");

    private static LineSeries Line(LineStyle style, MarkerType marker, IEnumerable<DataPoint> points)
    {
        var series = new LineSeries { LineStyle = style, MarkerType = marker };
        series.Points.AddRange(points);
        return series;
    }

    /// <summary>Words beside the dashed line, on its lower right. A legend would be cut off where the reader's font is wider than the library's.</summary>
    private static TextAnnotation NoteAt(DataPoint point, string text) => new()
    {
        TextPosition = point,
        Text = text,
        Stroke = OxyColors.Transparent,
        Offset = new ScreenVector(0, 14),
        TextHorizontalAlignment = HorizontalAlignment.Center,
        TextVerticalAlignment = VerticalAlignment.Top,
    };
}
