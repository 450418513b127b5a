namespace ModelAssert;

/// <summary>One patch of a self-test: how well it was planted in a copy of the model, and what the scan made of that copy.</summary>
public sealed record SelfTestPatch
{
    /// <summary>The side of the square, in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>The share of the image that it covers, a fraction in [0, 1].</summary>
    public required double Coverage { get; init; }

    /// <summary>The label that it sends images to, counted from 0.</summary>
    public required int TargetLabel { get; init; }

    /// <summary>What came of it.</summary>
    public required PatchOutcome Outcome { get; init; }

    /// <summary>Why it could not be planted, a sentence; <see langword="null"/> if it was.</summary>
    public string? WhyNotPlanted { get; init; }

    /// <summary>Passes over the poisoned samples that the copy was trained for.</summary>
    public required int Epochs { get; init; }

    /// <summary>The copy's accuracy on held-out clean samples, a fraction in [0, 1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>The share of held-out samples of other labels that the patch sends to the target label, a fraction in [0, 1].</summary>
    public required double AttackSuccessRate { get; init; }

    /// <summary>The verdict on the copy; <see langword="null"/> if it was not scanned, since the patch is not in it.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>What the scan made of the target label; <see langword="null"/> if the copy was not scanned.</summary>
    public LabelState? TargetState { get; init; }

    /// <summary>The anomaly index of the target label; <see langword="null"/> if the copy was not scanned, or where the statistic does not exist.</summary>
    public double? AnomalyIndex { get; init; }

    /// <summary>What planting and scanning took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The patch in words: <c>a 3x3 patch (1.1 % of the image)</c>.</summary>
    /// <returns>The text.</returns>
    public string Describe() => FormattableString.Invariant($"a {Side}x{Side} patch ({100 * Coverage:0.0#} % of the image)");
}

/// <summary>What came of a patch.</summary>
public enum PatchOutcome
{
    /// <summary>It was planted, and the scan finds its label infected.</summary>
    Caught,

    /// <summary>It was planted, and the scan does not find its label infected: the model is called clean, inconclusive, or infected somewhere else.</summary>
    Missed,

    /// <summary>It could not be planted, so that nothing is known of it: the attack did not take, or cost too much accuracy.</summary>
    NotPlanted,
}
