using ModelAssert.Reporting.Wording;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ModelAssert.Reporting.Charts;

/// <summary>
/// How the trigger of each label shrank while it was optimised: whether a flagged one parted from the others early or by the last step, and whether they had come to rest.
/// </summary>
internal static class NormCourseChart
{
    private const int Height = 240;

    /// <summary>More lines than this are a stain; flagged labels are always among them.</summary>
    private const int MaximumLines = 60;

    /// <summary>Draws the chart, or says <see langword="null"/> where no label was optimised for more than a step, as in reports of earlier versions.</summary>
    public static ChartPair? Of(ScanReport report)
    {
        LabelResult[] courses = [.. report.Labels.Where(label => label.Norms.Count > 1 && label.Norms.All(norm => norm > 0 && double.IsFinite(norm)))];
        if (courses.Length == 0)
            return null;

        LabelResult[] shown = [.. courses.OrderByDescending(ChartInks.IsFlagged).ThenBy(label => label.Stopped is not null).Take(MaximumLines)];
        var description = Describe(shown, courses.Length);
        return ChartPair.Of(width => Draw(shown, width, description));
    }

    private static string Draw(LabelResult[] labels, int width, string description)
    {
        var plot = PlotStyle.NewPlot();
        var norms = labels.SelectMany(label => label.Norms).ToList();
        plot.Axes.Add(PlotStyle.NumberAxis(AxisPosition.Bottom, "step", 1, labels.Max(label => label.Norms.Count)));
        var size = PlotStyle.FactorAxis(AxisPosition.Left, ChartPair.IsWide(width) ? "norm of the mask, in pixels" : "norm, in pixels", norms.Min() / 1.2, norms.Max() * 1.2);
        // The library measures the bare exponents.
        size.AxisTitleDistance += 12;
        plot.Axes.Add(size);
        // Flagged ones last, over the others.
        foreach (var label in labels.Reverse())
            plot.Series.Add(LineOf(label));
        return ThemedSvg.Of(plot, width, Height, description);
    }

    private static LineSeries LineOf(LabelResult label)
    {
        var line = new LineSeries { Color = ChartInks.Of(label.State).Color(), StrokeThickness = ChartInks.IsFlagged(label) ? 3 : 1 };
        line.Points.AddRange(label.Norms.Index().Select(step => new DataPoint(step.Index + 1, step.Item)));
        return line;
    }

    private static string Describe(LabelResult[] shown, int count)
    {
        var text = $"Lines of the trigger norms of {Numbers.Counted(shown.Length, "label")}" + (shown.Length < count ? $" of {count}" : "") + " over the steps of the optimisation. ";
        LabelResult[] flagged = [.. shown.Where(ChartInks.IsFlagged).Take(Naming.MaximumNamed)];
        return text + (flagged.Length == 0 ? "No label is flagged." : $"Flagged: {string.Join(", ", flagged.Select(label => $"{label.Describe()}, which ends at {Numbers.Pixels(label.Norms[^1])}"))}.");
    }
}
