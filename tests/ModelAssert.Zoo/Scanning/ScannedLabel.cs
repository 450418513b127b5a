namespace ModelAssert.Zoo;

/// <summary>What a scan found of one label.</summary>
/// <param name="Label">The label, counted from 0.</param>
/// <param name="State">How it was judged.</param>
/// <param name="MaskL1Norm">The sum of the trigger's mask, in pixels.</param>
/// <param name="Converged">Whether the trigger ever worked.</param>
/// <param name="Stopped">Why it was ended early, if it was.</param>
/// <param name="AnomalyIndex">Deviations below the median.</param>
/// <param name="NormToMedian">The norm over the median of the norms.</param>
/// <param name="PValue">The calibrated p-value, in (0, 1].</param>
/// <param name="AttackSuccessRate">The success rate of the trigger on held-out samples, a fraction in [0, 1].</param>
internal sealed record ScannedLabel(
    int Label, LabelState State, double MaskL1Norm, bool Converged, LabelStop? Stopped, double? AnomalyIndex, double? NormToMedian, double? PValue, double AttackSuccessRate)
{
    /// <summary>The candidates for evidence: of the smallest triggers of the model.</summary>
    public CandidateEvidence? Evidence { get; init; }
}
