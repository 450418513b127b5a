using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace ModelAssert.Reporting.Charts;

/// <summary>How all plots look: a few quiet lines, text of one size, nothing that does not inform.</summary>
internal static class PlotStyle
{
    public const double FontSize = 13;

    /// <summary>The plotting library measures with one font and a browser draws with another: room for a letter of the widest common one.</summary>
    public const double LetterWidth = 0.62 * FontSize;

    public static PlotModel NewPlot() => new()
    {
        Culture = CultureInfo.InvariantCulture,
        Background = OxyColors.Undefined,
        DefaultFontSize = FontSize,
        PlotAreaBorderThickness = new OxyThickness(0),
        TextColor = ChartInk.Text.Color(),
    };

    /// <summary>A numeric axis with a grid line at each number.</summary>
    public static LinearAxis NumberAxis(AxisPosition position, string title, double minimum, double maximum) =>
        // Numbers stand closer above each other than side by side.
        Styled(new LinearAxis { MinorTickSize = 0, IntervalLength = position == AxisPosition.Left ? 40 : 70 }, position, title, minimum, maximum);

    /// <summary>The same for numbers that differ by factors.</summary>
    public static LogarithmicAxis FactorAxis(AxisPosition position, string title, double minimum, double maximum) =>
        Styled(new LogarithmicAxis(), position, title, minimum, maximum);

    private static T Styled<T>(T axis, AxisPosition position, string title, double minimum, double maximum)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.Minimum = minimum;
        axis.Maximum = maximum;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = ChartInk.Grid.Color();
        axis.TickStyle = TickStyle.None;
        axis.AxisTitleDistance = 12;
        return axis;
    }

    /// <summary>A dashed line that something is measured against.</summary>
    public static LineAnnotation Limit(LineAnnotationType type, double value) => new()
    {
        Type = type,
        X = value,
        Y = value,
        Color = ChartInk.Threshold.Color(),
        LineStyle = LineStyle.Dash,
        StrokeThickness = 1.5,
    };

    /// <summary>The line that values start from.</summary>
    public static LineAnnotation Axis(LineAnnotationType type, double value) => new()
    {
        Type = type,
        X = value,
        Y = value,
        Color = ChartInk.Axis.Color(),
        LineStyle = LineStyle.Solid,
    };

    /// <summary>Words beside a mark.</summary>
    public static TextAnnotation Note(double x, double y, string text, ChartInk ink, ScreenVector offset, HorizontalAlignment alignment) => new()
    {
        TextPosition = new DataPoint(x, y),
        Text = text,
        TextColor = ink.Color(),
        Stroke = OxyColors.Transparent,
        Offset = offset,
        TextHorizontalAlignment = alignment,
        TextVerticalAlignment = VerticalAlignment.Middle,
        Padding = new OxyThickness(0),
    };
}
