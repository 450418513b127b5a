namespace ModelAssert.Verdicts;

/// <summary>What the optimisation found for one ordered pair of labels: all that the judgement sees.</summary>
/// <param name="Source">The label whose images the trigger is stamped on.</param>
/// <param name="Target">The label that they go to.</param>
/// <param name="MaskL1Norm">The sum of the trigger's mask, in pixels.</param>
/// <param name="Converged">Whether the trigger ever worked; if not, the norm is only a lower bound of the true one.</param>
/// <param name="Spillover">How far the trigger moves images of other labels towards the target, as a share of how far it moves those of the source.</param>
internal readonly record struct PairMeasurement(int Source, int Target, double MaskL1Norm, bool Converged, double Spillover)
{
    /// <summary>Why it was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }
}
