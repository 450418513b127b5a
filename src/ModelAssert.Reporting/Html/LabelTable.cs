using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Html;

/// <summary>All labels, the most anomalous first; of many only the first are in sight, the rest folds away.</summary>
/// <param name="First">In sight.</param>
/// <param name="Rest">Folded away.</param>
/// <param name="RestCount">How many that are.</param>
/// <param name="HasNames">Whether any label has a name: without one the column would be empty.</param>
internal sealed record LabelTable(IReadOnlyList<LabelRow> First, IReadOnlyList<LabelRow> Rest, string RestCount, bool HasNames)
{
    /// <summary>A table of up to this many rows is shown whole.</summary>
    private const int MaximumWhole = 50;

    private const int FirstOfMany = 20;

    public static LabelTable Of(ScanReport report)
    {
        // Labels without an index come last, those with the smallest trigger first among them.
        LabelRow[] rows = [.. report.Labels
            .OrderByDescending(label => label.AnomalyIndex ?? double.NegativeInfinity).ThenBy(label => label.MaskL1Norm).ThenBy(label => label.Label)
            .Select(LabelRow.Of)];
        var split = rows.Length <= MaximumWhole ? rows.Length : FirstOfMany;
        return new LabelTable(rows[..split], rows[split..], Numbers.Count(rows.Length - split), report.Labels.Any(label => label.Name is not null));
    }
}

/// <summary>One label of the table. What is not clean is flagged: it carries its shape.</summary>
internal sealed record LabelRow(
    string Label, string Name, string State, bool IsFlagged,
    string AnomalyIndex, string PValue, string Norm, string NormToMedian, string Coverage, string SuccessRate, string Steps)
{
    public static LabelRow Of(LabelResult label) => new(
        label.Label.ToString(), label.Name ?? "", Naming.Of(label.State), label.State != LabelState.Clean,
        Numbers.Index(label.AnomalyIndex), Numbers.PValue(label.PValue), Numbers.Pixels(label.MaskL1Norm), Numbers.Percent(label.NormToMedian),
        Numbers.Percent(label.Coverage), Numbers.Percent(label.AttackSuccessRate),
        label.Converged ? Numbers.Count(label.Steps) : $"{Numbers.Count(label.Steps)}, not converged");
}
