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

    /// <summary>Why the optimisation was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }

    /// <summary>Where the norm would have ended, of a label that was screened out and that others stand for.</summary>
    public NormInterval? NormInterval { get; init; }

    /// <summary>The mean norm of the mask in each step, in pixels.</summary>
    public IReadOnlyList<double> Norms { get; init; } = [];

    /// <summary>The first step whose trigger worked, counted from 1, or <see langword="null"/> if none did.</summary>
    public int? FirstSuccess { get; init; }
}
