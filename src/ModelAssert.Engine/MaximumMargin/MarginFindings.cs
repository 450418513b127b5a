using ModelAssert.Engine.Detectors;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.MaximumMargin;

/// <summary>The labels whose largest margin is far above that of the others.</summary>
/// <param name="Margins">The largest margin of each label, in the network's own unit.</param>
/// <param name="Threshold">The index above which a label is told of, in scaled median absolute deviations.</param>
internal sealed record MarginFindings(IReadOnlyList<(int Label, double Margin)> Margins, double Threshold) : DetectorFindings
{
    /// <inheritdoc />
    public override Conclusion Conclusion => Spread is null ? new Conclusion(Verdict.Inconclusive, [$"The margins of {Margins.Count} labels cannot be compared."])
        : Unusual().ToArray() is { Length: > 0 } unusual ? new Conclusion(Verdict.Infected, [.. unusual.Select(SentenceOn)])
        : Conclusion.Clean;

    /// <inheritdoc />
    public override DetectorFindings Withheld(string reason) => this;

    /// <inheritdoc />
    public override IReadOnlyList<Finding> FindingsFor(Func<int, string?> nameOf) =>
    [
        .. Unusual().Select(label => new Finding
        {
            Id = FormattableString.Invariant($"margin of label {label.Label}"),
            Kind = FindingKind.Margin,
            Subject = $"margin of {LabelResult.Describe(label.Label, nameOf(label.Label))}",
            Target = label.Label,
            State = LabelState.Vulnerable,
            Sentence = SentenceOn(label),
            Numbers = [new("anomaly index", label.Index, "deviations"), new("largest margin", label.Margin, "logits"), new("median margin", Spread!.Value.Median, "logits")],
            IsAdvisory = true,
        }),
    ];

    private MedianAbsoluteDeviation? Spread => Margins.Count >= Judge.MinimumLabels && MedianAbsoluteDeviation.Of([.. Margins.Select(label => label.Margin)]) is { Deviation: > 0 } spread ? spread : null;

    /// <summary>By the index, and beyond what the largest of so many comes to by chance, as norms are judged; the other way round, since backdoors make margins large.</summary>
    private IEnumerable<(int Label, double Margin, double Index)> Unusual() => Spread is not { } spread ? []
        : Margins.Select(label => (label.Label, label.Margin, Index: -spread.AnomalyIndexOf(label.Margin)))
            .Where(label => label.Index > Threshold && SmallestOfMany.PValue(label.Index, Margins.Count, Margins.Count) <= Judge.MaximumInfectedPValue);

    private string SentenceOn((int Label, double Margin, double Index) label) => FormattableString.Invariant(
        $"Some image makes the network {label.Margin:0.0} logits surer of label {label.Label} than of any other; that is {label.Index:0.0} deviations above the median of all labels ({Spread!.Value.Median:0.0}).");
}
