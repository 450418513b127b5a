namespace ModelAssert.Verdicts;

/// <summary>What the optimisation found for one label: all that the judgement sees.</summary>
/// <param name="Label">The label.</param>
/// <param name="MaskL1Norm">The sum of the trigger's mask, in pixels.</param>
/// <param name="Converged">Whether the trigger ever worked; if not, the norm is only a lower bound of the true one.</param>
internal readonly record struct LabelMeasurement(int Label, double MaskL1Norm, bool Converged)
{
    /// <summary>The share of held-out images of other labels that the trigger takes to the label, in [0, 1].</summary>
    public double AttackSuccessRate { get; init; } = 1;

    /// <summary>Why it was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }

    /// <summary>The norm that was found as those of all other labels were, in pixels: another one where the trigger was proposed, <see langword="null"/> where nothing else worked. Median and deviation take it.</summary>
    public double? ComparableNorm { get; init; } = MaskL1Norm;

    /// <summary>Whether the norm is only an upper bound of the smallest: it convicts, and does not acquit.</summary>
    public bool IsUpperBound { get; init; }

    /// <summary>The share of the image that the trigger covers; asked for where there are twins.</summary>
    public double Coverage { get; init; }

    /// <summary>The norms of the triggers that clean twins of the network have for the label, in pixels; <see langword="null"/> where there are none.</summary>
    public IReadOnlyList<double>? TwinNorms { get; init; }

    /// <summary>What is to be said of where the trigger comes from, a sentence, if it was proposed. Decides nothing.</summary>
    public string? Origin { get; init; }

    /// <summary>
    /// Whether the trigger does on images that it was not optimised on what it was optimised for. One step that reached 99 % of its mini-batches is no trigger yet: some took 17 to 47 % of other images.
    /// </summary>
    internal bool Works => Converged && AttackSuccessRate >= Judge.MinimumSuccess;
}
