using OxyPlot;

namespace ModelAssert.Reporting.Charts;

/// <summary>
/// What a mark in a chart means. The plotting library knows fixed colours only, and a page has two schemes: marks are plotted in stand-in
/// colours, one for each meaning, and <see cref="ThemedSvg"/> turns these into classes that the page's style sheet colours.
/// </summary>
internal enum ChartInk
{
    Text = 1,
    Grid,
    Axis,
    Threshold,
    Box,
    Clean,
    Vulnerable,
    Infected,
    Inconclusive,
}

/// <summary>Meanings as the plotting library's colours, and back.</summary>
internal static class ChartInks
{
    public static OxyColor Color(this ChartInk ink) => OxyColor.FromRgb(0, 0, (byte)ink);

    public static ChartInk Of(LabelState state) => state switch
    {
        LabelState.Clean => ChartInk.Clean,
        LabelState.Vulnerable => ChartInk.Vulnerable,
        LabelState.Infected => ChartInk.Infected,
        _ => ChartInk.Inconclusive,
    };

    /// <summary>Whether a label stands out, and is drawn so.</summary>
    public static bool IsFlagged(LabelResult label) => label.State is LabelState.Infected or LabelState.Vulnerable;

    /// <summary>A shape for every state, so that no chart speaks by colour alone.</summary>
    public static MarkerType MarkerOf(LabelState state) => state switch
    {
        LabelState.Clean => MarkerType.Circle,
        LabelState.Vulnerable => MarkerType.Triangle,
        LabelState.Infected => MarkerType.Diamond,
        _ => MarkerType.Square,
    };

    /// <summary>The class name of a stand-in colour as it is written in SVG, or <see langword="null"/> if it is none.</summary>
    public static string? ClassOf(string svgColor)
    {
        const string Start = "rgb(0,0,";
        return svgColor.StartsWith(Start, StringComparison.Ordinal) && int.TryParse(svgColor[Start.Length..^1], out var value) && Enum.IsDefined((ChartInk)value)
            ? ((ChartInk)value).ToString().ToLowerInvariant()
            : null;
    }
}
