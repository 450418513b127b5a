namespace ModelAssert;

/// <summary>What was found for one ordered pair of labels. Serialised into <c>report.json</c>: members may be added, never renamed.</summary>
public sealed record PairResult
{
    /// <summary>The label whose images the trigger is stamped on, counted from 0.</summary>
    public required int Source { get; init; }

    /// <summary>The source's name, if the samples give one.</summary>
    public string? SourceName { get; init; }

    /// <summary>The label that they go to, counted from 0.</summary>
    public required int Target { get; init; }

    /// <summary>The target's name, if the samples give one.</summary>
    public string? TargetName { get; init; }

    /// <summary>The conclusion. A pair that is <see cref="LabelState.Vulnerable"/> is closer than its labels let expect, but by nature.</summary>
    public required LabelState State { get; init; }

    /// <summary>
    /// How far the logarithm of the norm is below what source and target let expect, in scaled median absolute deviations of all pairs. <see langword="null"/> where
    /// the statistic does not exist.
    /// </summary>
    public double? AnomalyIndex { get; init; }

    /// <summary><see cref="MaskL1Norm"/> over what source and target let expect.</summary>
    public double? NormToExpected { get; init; }

    /// <summary>The published index: how far the norm is below the median of all pairs, in scaled median absolute deviations. Decides nothing.</summary>
    public double? NormIndex { get; init; }

    /// <summary><see cref="MaskL1Norm"/> over the median of all pairs.</summary>
    public double? NormToMedian { get; init; }

    /// <summary>The sum of the trigger's mask, in pixels.</summary>
    public required double MaskL1Norm { get; init; }

    /// <summary><see cref="MaskL1Norm"/> as a share of the image, a fraction in [0, 1].</summary>
    public required double Coverage { get; init; }

    /// <summary>The share of stamped images that go to the target, a fraction in [0, 1], over held-out samples of the source.</summary>
    public required double AttackSuccessRate { get; init; }

    /// <summary>
    /// How far the trigger moves images of the label that it moves most, source and target aside, towards the target, as a share of how far it moves those of the
    /// source: medians of the difference between the target's logit and the largest other one. <see langword="null"/> if it is not a number.
    /// </summary>
    public double? Spillover { get; init; }

    /// <summary>Whether the optimisation ever reached the success rate it must keep. If not, the norm says nothing.</summary>
    public required bool Converged { get; init; }

    /// <summary>Optimisation steps taken, each of several mini-batches.</summary>
    public required int Steps { get; init; }

    /// <summary>Why the optimisation was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }

    /// <summary>The pictures of this pair's trigger, if it is infected.</summary>
    public TriggerFiles? TriggerFiles { get; init; }

    /// <summary>The pair with its names: <c>label 1 to label 7 'seven'</c>.</summary>
    /// <returns>The text.</returns>
    public string Describe() => $"{LabelResult.Describe(Source, SourceName)} to {LabelResult.Describe(Target, TargetName)}";
}
