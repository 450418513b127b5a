namespace ModelAssert.Engine.Inversion;

/// <summary>The result of one label's optimisation.</summary>
/// <param name="Trigger">The smallest trigger that worked, or the last one tried if none ever did.</param>
/// <param name="Converged">Whether one ever worked: reached the success rate it must keep.</param>
/// <param name="Steps">The steps taken.</param>
/// <param name="AttackSuccessRate">The success rate on held-out samples of other labels, a fraction in [0, 1].</param>
public sealed record ReversedTrigger(Trigger Trigger, bool Converged, int Steps, double AttackSuccessRate)
{
    /// <summary>Whether an earlier scan took the steps, and this one only measured the success rate.</summary>
    public bool Cached { get; init; }
}
