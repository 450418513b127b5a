using System.Globalization;
using System.Xml.Linq;
using OxyPlot;

namespace ModelAssert.Reporting.Charts;

/// <summary>
/// A plot as SVG that lives in a page: it scales with its column, takes its colours and its font from the page's style sheet, and says what
/// it shows.
/// </summary>
internal static class ThemedSvg
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>What the page's style sheet says in its light scheme, for a plot that stands alone.</summary>
    private const string Colours =
        "text { font: 13px system-ui, sans-serif; } .hollow { fill: none; } .fill-text { fill: #1b1d22; } .fill-threshold { fill: #3d4350; } .stroke-threshold { stroke: #3d4350; } .stroke-grid { stroke: #d8dae0; } "
        + ".stroke-axis { stroke: #555b66; } .fill-infected { fill: #b3261e; } .stroke-infected { stroke: #b3261e; }";

    /// <summary>Draws a plot.</summary>
    /// <param name="model">The plot, in <see cref="ChartInk"/> colours.</param>
    /// <param name="width">Its width, in pixels at full size.</param>
    /// <param name="height">Its height, in pixels at full size.</param>
    /// <param name="description">What it shows, for those who cannot see it.</param>
    /// <returns>One <c>svg</c> element.</returns>
    public static string Of(PlotModel model, int width, int height, string description)
    {
        var exporter = new SvgExporter { Width = width, Height = height, UseVerticalTextAlignmentWorkaround = true };
        var drawn = XDocument.Parse(exporter.ExportToString(model)).Root!;
        var svg = new XElement(Svg + "svg",
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}")),
            new XAttribute("width", width),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", description),
            drawn.Descendants().Where(IsVisibleMark).Select(Themed));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Gives a drawn plot colours of its own, on white: for a file that is no part of a page.</summary>
    /// <param name="svg">One <c>svg</c> element.</param>
    /// <returns>One <c>svg</c> element.</returns>
    public static string WithColours(string svg)
    {
        var root = XElement.Parse(svg);
        root.AddFirst(
            new XElement(Svg + "style", Colours),
            new XElement(Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "#fff")));
        return root.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Groups only carry clip paths, whose ids would clash between the plots of a page; all marks lie inside the plot anyway.</summary>
    private static bool IsVisibleMark(XElement element) =>
        element.Name.LocalName is "polyline" or "polygon" or "ellipse" or "text" or "line" or "path"
        || (element.Name.LocalName == "rect" && element.Parent!.Name.LocalName != "clipPath");

    private static XElement? Themed(XElement mark)
    {
        var paint = PaintOf(mark);
        var (fill, stroke) = (ClassOf(paint, "fill"), ClassOf(paint, "stroke"));
        if (fill is null && stroke is null)
            return null;

        var classes = string.Join(' ', ((string?[])[fill is null ? "hollow" : "fill-" + fill, stroke is null ? null : "stroke-" + stroke]).OfType<string>());
        return new XElement(Svg + mark.Name.LocalName,
            new XAttribute("class", classes),
            mark.Attributes().Where(IsGeometry),
            paint.TryGetValue("stroke-width", out var width) && width != "1" && stroke is not null ? new XAttribute("stroke-width", width) : null,
            paint.TryGetValue("stroke-dasharray", out var dashes) ? new XAttribute("stroke-dasharray", dashes) : null,
            mark.Value.Length > 0 ? mark.Value : null);
    }

    /// <summary>Shapes carry their paint in a style, text in an attribute.</summary>
    private static Dictionary<string, string> PaintOf(XElement mark) => ((string?)mark.Attribute("style") ?? $"fill:{(string?)mark.Attribute("fill")}")
        .Split(';', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split(':', 2)).ToDictionary(entry => entry[0], entry => entry[1]);

    private static string? ClassOf(Dictionary<string, string> paint, string property) =>
        paint.TryGetValue(property, out var color) ? ChartInks.ClassOf(color) : null;

    private static bool IsGeometry(XAttribute attribute) =>
        attribute.Name.LocalName is not ("style" or "fill" or "font-family" or "font-size" or "font-weight" or "shape-rendering");
}
