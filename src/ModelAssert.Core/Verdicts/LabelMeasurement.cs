namespace ModelAssert.Verdicts;

/// <summary>What the optimisation found for one label: all that the judgement sees.</summary>
/// <param name="Label">The label.</param>
/// <param name="MaskL1Norm">The sum of the trigger's mask, in pixels.</param>
/// <param name="Converged">Whether the trigger ever worked; if not, the norm is only a lower bound of the true one.</param>
public readonly record struct LabelMeasurement(int Label, double MaskL1Norm, bool Converged)
{
    /// <summary>The share of held-out images of other labels that the trigger takes to the label, in [0, 1].</summary>
    public double AttackSuccessRate { get; init; } = 1;

    /// <summary>Why it was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }

    /// <summary>Whether the trigger is one of an earlier version of the model, smaller than what the optimisation found.</summary>
    public bool FromPredecessor { get; init; }

    /// <summary>What the optimisation itself found then, if that worked, in pixels.</summary>
    public double? ColdNorm { get; init; }

    /// <summary>
    /// Whether the trigger does on images that it was not optimised on what it was optimised for. One step that reached 99 % of its mini-batches is no trigger yet: some took 17 to 47 % of other images.
    /// </summary>
    internal bool Works => Converged && AttackSuccessRate >= Judge.MinimumSuccess;

    /// <summary>The norm that was found as those of all other labels were.</summary>
    internal double? ComparableNorm => FromPredecessor ? ColdNorm : MaskL1Norm;
}
