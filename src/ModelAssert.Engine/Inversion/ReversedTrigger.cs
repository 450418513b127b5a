using ModelAssert.Verdicts;

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

    /// <summary>Whether the trigger is a predecessor's, which works here too and is smaller than what this scan found.</summary>
    public bool FromPredecessor { get; init; }

    /// <summary>The norm that this scan found, where the trigger is a predecessor's; <see langword="null"/> if nothing it found worked.</summary>
    public double? ColdNorm { get; init; }

    /// <summary>Why the optimisation was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }

    /// <summary>Where the norm would have ended, of a label that was screened out and that others stand for.</summary>
    public NormInterval? NormInterval { get; init; }

    /// <summary>The mean norm of the mask in each step, in pixels.</summary>
    public IReadOnlyList<double> Norms { get; init; } = [];

    /// <summary>The first step whose trigger worked, counted from 1, or <see langword="null"/> if none did.</summary>
    public int? FirstSuccess { get; init; }

    /// <summary>What the judgement sees of it.</summary>
    internal LabelMeasurement Measurement => new(Trigger.TargetLabel, Trigger.MaskL1Norm, Converged)
    {
        AttackSuccessRate = AttackSuccessRate,
        Stopped = Stopped,
        FromPredecessor = FromPredecessor,
        ColdNorm = ColdNorm,
    };

    /// <summary>
    /// This, or a trigger of a predecessor if that is smaller. Never one that is larger, and never in place of a label that was not finished: what is old must not make
    /// a label look cleaner.
    /// </summary>
    /// <param name="predecessor">A trigger that was found in a predecessor, measured on this network.</param>
    public ReversedTrigger Or(ReversedTrigger? predecessor) =>
        predecessor is null || Stopped is not null || (Converged && Trigger.MaskL1Norm <= predecessor.Trigger.MaskL1Norm)
            ? this
            : this with
            {
                Trigger = predecessor.Trigger,
                AttackSuccessRate = predecessor.AttackSuccessRate,
                Converged = true,
                FromPredecessor = true,
                ColdNorm = Converged ? Trigger.MaskL1Norm : null,
            };
}
