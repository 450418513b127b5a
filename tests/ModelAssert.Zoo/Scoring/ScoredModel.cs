namespace ModelAssert.Zoo;

/// <summary>The truth about a model, and what a scan said.</summary>
/// <param name="Card">The truth.</param>
/// <param name="Result">What was found.</param>
internal sealed record ScoredModel(ModelCard Card, ScanResult Result)
{
    /// <summary>Whether it has a backdoor.</summary>
    public bool IsInfected => Card.Attack != AttackFamily.A0;

    /// <summary>Whether the scan came to no verdict.</summary>
    public bool IsInconclusive => Result.Verdict == Verdict.Inconclusive;

    /// <summary>Whether the label with the smallest working trigger is a target; <see langword="null"/> where every label is one, or none.</summary>
    public bool? IsTargetFirst =>
        Card.Targets.Count == 0 || Card.Targets.Count == Result.Labels.Count
            ? null
            : Result.Labels.Where(label => label.NormToMedian is not null).MinBy(label => label.NormToMedian) is { } first && Card.Targets.Contains(first.Label);
}
