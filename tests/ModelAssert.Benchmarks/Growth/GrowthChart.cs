using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace ModelAssert.Benchmarks;

/// <summary>Cost against size, both on logarithmic axes, where a power is a straight line; beside it the line of a cost that grows as the size does.</summary>
internal static class GrowthChart
{
    private const int Width = 640;
    private const int Height = 420;

    // The one that the library measures with; a wider one is cut off in the legend.
    private const string Font = "Arial";

    /// <summary>Draws a chart.</summary>
    /// <returns>An SVG document.</returns>
    public static string Of(GrowthAxis axis, IReadOnlyList<MeasuredPoint> points)
    {
        var plot = new PlotModel { Background = OxyColors.White, DefaultFont = Font, TitleFontSize = 14, Title = $"CPU seconds of a scan against {axis.Title}" };
        plot.Legends.Add(new Legend { LegendPosition = LegendPosition.TopLeft });
        plot.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = axis.Title, MajorGridlineStyle = LineStyle.Dot, AxisTitleDistance = 6 });
        plot.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = "CPU seconds", MajorGridlineStyle = LineStyle.Dot, AxisTitleDistance = 12 });
        plot.Series.Add(Line("measured", LineStyle.Solid, MarkerType.Circle, points.Select(point => new DataPoint(point.X, point.Cpu))));
        plot.Series.Add(Line(
            "in proportion to the first", LineStyle.Dash, MarkerType.None, points.Select(point => new DataPoint(point.X, points[0].Cpu * point.X / points[0].X))));
        return new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true }.ExportToString(plot);
    }

    private static LineSeries Line(string title, LineStyle style, MarkerType marker, IEnumerable<DataPoint> points)
    {
        var series = new LineSeries { Title = title, LineStyle = style, MarkerType = marker };
        series.Points.AddRange(points);
        return series;
    }
}
