namespace ModelAssert.Verdicts;

/// <summary>What the optimisation found for one label: all that the judgement sees.</summary>
/// <param name="Label">The label.</param>
/// <param name="MaskL1Norm">The sum of the trigger's mask, in pixels.</param>
/// <param name="Converged">Whether the trigger ever worked; if not, the norm is only a lower bound of the true one.</param>
public readonly record struct LabelMeasurement(int Label, double MaskL1Norm, bool Converged)
{
    /// <summary>Why it was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }
}
