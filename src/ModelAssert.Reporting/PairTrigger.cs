namespace ModelAssert.Reporting;

/// <summary>The trigger of a pair of labels, and what to show it on.</summary>
/// <param name="Source">The label whose images it is stamped on.</param>
/// <param name="Trigger">The trigger.</param>
/// <param name="Examples">Clean samples of the source.</param>
public sealed record PairTrigger(int Source, Trigger Trigger, IReadOnlyList<ExampleImage> Examples);
