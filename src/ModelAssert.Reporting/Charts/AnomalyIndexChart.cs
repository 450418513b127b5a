using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Charts;

/// <summary>The anomaly index of every label against the threshold.</summary>
internal static class AnomalyIndexChart
{
    /// <summary>More labels than this are points: bars would neither fit nor be readable.</summary>
    private const int MaximumBars = 40;

    /// <summary>Draws the chart, or says <see langword="null"/> where no label has an index.</summary>
    public static ChartPair? Of(ScanReport report)
    {
        LabelResult[] judged = [.. report.Labels.Where(label => label.AnomalyIndex is not null)];
        if (judged.Length == 0)
            return null;

        var description = Describe(report, judged);
        return ChartPair.Of(width => judged.Length <= MaximumBars
            ? AnomalyIndexBars.Draw(report, judged, width, description)
            : AnomalyIndexPoints.Draw(report, judged, width, description));
    }

    private static string Describe(ScanReport report, LabelResult[] judged)
    {
        LabelResult[] above = [.. judged.Where(label => label.AnomalyIndex > report.Threshold).OrderByDescending(label => label.AnomalyIndex)];
        LabelResult[] below = [.. judged.Except(above)];
        var text = $"Anomaly index of {Numbers.Counted(judged.Length, "label")} against the threshold {Numbers.Threshold(report.Threshold)}. ";
        var named = string.Join(", ", above.Take(Naming.MaximumNamed).Select(label =>
            $"{label.Describe()} with {Numbers.Index(label.AnomalyIndex)}, {Naming.Of(label.State)}"));
        text += above.Length == 0 ? "None is above it." : $"Above it: {named}{Naming.AndMore(above.Length)}.";
        return below.Length == 0 ? text : text
            + $" The other {Numbers.Counted(below.Length, "label")} lie between {Numbers.Index(below.Min(label => label.AnomalyIndex))}"
            + $" and {Numbers.Index(below.Max(label => label.AnomalyIndex))}.";
    }
}
