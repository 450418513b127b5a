namespace ModelAssert.Verdicts;

/// <summary>What the optimisation found for one label: all that the judgement sees.</summary>
/// <param name="Label">The label.</param>
/// <param name="MaskL1Norm">The sum of the trigger's mask, in pixels.</param>
/// <param name="Converged">Whether the trigger ever worked; if not, the norm is only a lower bound of the true one.</param>
public readonly record struct LabelMeasurement(int Label, double MaskL1Norm, bool Converged)
{
    /// <summary>Why it was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }

    /// <summary>Whether others stand for it in the statistics: it is not among the references from which median and deviation are taken.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>What a report says of a label, as a measurement again.</summary>
    /// <param name="label">The label of a report.</param>
    /// <param name="references">The labels from which median and deviation are taken, or <see langword="null"/> for all.</param>
    /// <returns>The measurement.</returns>
    public static LabelMeasurement Of(LabelResult label, IReadOnlyCollection<int>? references) => new(label.Label, label.MaskL1Norm, label.Converged)
    {
        Stopped = label.Stopped,
        IsLeftOut = references?.Contains(label.Label) == false,
    };
}
