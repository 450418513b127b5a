using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Inversion;

/// <summary>The result of one label's optimisation.</summary>
/// <param name="Trigger">The smallest trigger that worked, or the last one tried if none ever did.</param>
/// <param name="Converged">Whether one ever worked: reached the success rate it must keep.</param>
/// <param name="Steps">The steps taken.</param>
/// <param name="AttackSuccessRate">The success rate on held-out samples of other labels, a fraction in [0, 1].</param>
internal sealed record ReversedTrigger(Trigger Trigger, bool Converged, int Steps, double AttackSuccessRate)
{
    /// <summary>Whether an earlier scan took the steps, and this one only measured the success rate.</summary>
    public bool Cached { get; init; }

    /// <summary>Where the trigger comes from, a sentence, if it was proposed and is smaller than what the optimisation found.</summary>
    public string? Origin { get; init; }

    /// <summary>Whether a predecessor of the model proposed it.</summary>
    public bool FromPredecessor { get; init; }

    /// <summary>The norm that the optimisation found, where the trigger was proposed; <see langword="null"/> if nothing it found worked.</summary>
    public double? ColdNorm { get; init; }

    /// <summary>Whether only a start from a whole image came to it. The label may have a smaller one that no gradient leads to from elsewhere.</summary>
    public bool IsUpperBound { get; init; }

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
        ComparableNorm = IsUpperBound ? null : Origin is null ? Trigger.MaskL1Norm : ColdNorm,
        IsUpperBound = IsUpperBound,
        Origin = Origin,
        Coverage = Trigger.Coverage,
    };

    /// <summary>
    /// This, or a trigger that was proposed if that is smaller. Never one that is larger, and never in place of a label that was not finished: a proposal must not make a label look cleaner.
    /// </summary>
    /// <param name="proposal">A trigger with its origin, measured on this network.</param>
    public ReversedTrigger Or(ReversedTrigger? proposal) =>
        proposal is null || Stopped is not null || (Converged && Trigger.MaskL1Norm <= proposal.Trigger.MaskL1Norm)
            ? this
            : this with
            {
                Trigger = proposal.Trigger,
                AttackSuccessRate = proposal.AttackSuccessRate,
                Converged = true,
                Origin = proposal.Origin,
                FromPredecessor = proposal.FromPredecessor,
                ColdNorm = Converged ? Trigger.MaskL1Norm : null,
            };
}
