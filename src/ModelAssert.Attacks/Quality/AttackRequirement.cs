namespace ModelAssert.Attacks;

/// <summary>
/// What an attack must reach to count as one. A detector that finds nothing in a network whose attack failed has proven nothing, so such a network
/// is refused rather than called infected.
/// </summary>
public sealed record AttackRequirement
{
    // Far below one image in any test set: a loss of exactly the bound is not refused for the last bit of a difference.
    private const double Rounding = 1e-9;

    /// <summary>For an attack on the whole image (a blend, a wave, a warp): as the default, but a success rate of 0.90 is enough.</summary>
    public static AttackRequirement WholeImage { get; } = new() { MinimumSuccessRate = 0.9 };

    /// <summary>The smallest <see cref="BackdoorQuality.SuccessRate"/> of every backdoor, a fraction in [0, 1].</summary>
    /// <value>The default is 0.95: the paper chose its share of poison so that every attack succeeds more often (Wang et al. 2019, section V-A).</value>
    public double MinimumSuccessRate { get; init; } = 0.95;

    /// <summary>By how much the accuracy may lie below that of the clean twin, a fraction in [0, 1].</summary>
    /// <value>The default is 0.02, two points: a user who compares the two should hardly see it. (The paper's attacks lose 0.3 to 2.6 points.)</value>
    public double MaximumAccuracyLoss { get; init; } = 0.02;

    /// <summary>The smallest <see cref="BackdoorQuality.AccuracyOfOthers"/> of a backdoor with sources, a fraction in [0, 1].</summary>
    /// <value>The default is 0.95.</value>
    public double MinimumAccuracyOfOthers { get; init; } = 0.95;

    /// <summary>Refuses an attack that did not work.</summary>
    /// <param name="quality">What was measured on the attacked network.</param>
    /// <param name="cleanTwinAccuracy">
    /// The accuracy, a fraction in [0, 1], of a network trained in the same way on the clean set, measured on the same images.
    /// </param>
    /// <exception cref="AttackFailedException">
    /// A backdoor succeeds too rarely or disturbs labels that are not its sources, or the attack costs too much accuracy. The message has the figures.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound of this requirement, or the twin's accuracy, lies outside [0, 1].</exception>
    public void Check(AttackQuality quality, double cleanTwinAccuracy)
    {
        if (ShortcomingOf(quality, cleanTwinAccuracy) is { } shortcoming)
            throw new AttackFailedException(quality, shortcoming);
    }

    /// <summary>Why an attack is refused, a sentence with the figures; <see langword="null"/> if it is not.</summary>
    internal string? ShortcomingOf(AttackQuality quality, double cleanTwinAccuracy)
    {
        ArgumentNullException.ThrowIfNull(quality);
        Fraction.Require(MinimumSuccessRate);
        Fraction.Require(MaximumAccuracyLoss);
        Fraction.Require(MinimumAccuracyOfOthers);
        Fraction.Require(cleanTwinAccuracy);

        var indices = Enumerable.Range(0, quality.Backdoors.Count).ToArray();
        return indices.Select(index => InSuccess(quality, index)).FirstOrDefault(text => text is not null)
            ?? InAccuracy(quality, cleanTwinAccuracy)
            ?? indices.Select(index => InOthers(quality, index)).FirstOrDefault(text => text is not null);
    }

    // All written so that a NaN is refused too.
    private string? InSuccess(AttackQuality quality, int index)
    {
        var rate = quality.Backdoors[index].SuccessRate;
        return rate >= MinimumSuccessRate
            ? null
            : FormattableString.Invariant($"The attack did not work: its success rate{Which(quality, index)} is {rate:P2}, at least {MinimumSuccessRate:P2} is asked for.");
    }

    private string? InAccuracy(AttackQuality quality, double cleanTwinAccuracy) => cleanTwinAccuracy - quality.Accuracy <= MaximumAccuracyLoss + Rounding
        ? null
        : FormattableString.Invariant(
            $"The attack shows: the accuracy is {quality.Accuracy:P2}, that of the clean twin {cleanTwinAccuracy:P2}; a loss of {100 * MaximumAccuracyLoss:0.##} points is allowed.");

    private string? InOthers(AttackQuality quality, int index) =>
        quality.Backdoors[index].AccuracyOfOthers is not { } others || others >= MinimumAccuracyOfOthers
            ? null
            : FormattableString.Invariant(
                $"The attack is not specific to its source: {others:P2} of the stamped images of other labels keep their label{Which(quality, index)}, at least {MinimumAccuracyOfOthers:P2} is asked for.");

    private static string Which(AttackQuality quality, int index) =>
        quality.Backdoors.Count == 1 ? "" : $" with trigger {index + 1} of {quality.Backdoors.Count}";
}
