namespace ModelAssert.Reporting;

/// <summary>The trigger of a finding that is no label, and what to show it on.</summary>
/// <param name="Name">What its arrays are called after <c>mask_</c> and <c>pattern_</c>.</param>
/// <param name="Files">Its pictures.</param>
/// <param name="Trigger">The trigger.</param>
/// <param name="Examples">Clean samples.</param>
internal sealed record FindingTrigger(string Name, TriggerFiles Files, Trigger Trigger, IReadOnlyList<ExampleImage> Examples);
