namespace ModelAssert.Engine.Detectors;

/// <summary>A trigger that one detector proposes to another.</summary>
/// <param name="Trigger">The trigger.</param>
/// <param name="Origin">Where it comes from, a sentence.</param>
internal sealed record ProposedTrigger(Trigger Trigger, string Origin);
