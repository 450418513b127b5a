namespace ModelAssert.Attacks;

/// <summary>
/// What an attack must reach to count as one. A detector that finds nothing in a network whose attack failed has proven nothing, so such a network
/// is refused rather than called infected.
/// </summary>
public sealed record AttackRequirement
{
    // Far below one image in any test set: a loss of exactly the bound is not refused for the last bit of a difference.
    private const double Rounding = 1e-9;

    /// <summary>The smallest <see cref="AttackQuality.AttackSuccessRate"/>, a fraction in [0, 1].</summary>
    /// <value>The default is 0.97: every BadNets attack of Wang et al. 2019, table II, succeeds more often.</value>
    public double MinimumSuccessRate { get; init; } = 0.97;

    /// <summary>By how much the accuracy may lie below that of the clean twin, a fraction in [0, 1].</summary>
    /// <value>The default is 0.01, one point: a user who compares the two should see nothing. (The paper's attacks lose 0.3 to 2.6 points.)</value>
    public double MaximumAccuracyLoss { get; init; } = 0.01;

    /// <summary>The smallest <see cref="SourceSpecificQuality.AccuracyOfOthers"/> of an attack on one source label, a fraction in [0, 1].</summary>
    /// <value>The default is 0.95.</value>
    public double MinimumAccuracyOfOthers { get; init; } = 0.95;

    /// <summary>Refuses an attack that did not work.</summary>
    /// <param name="quality">What was measured on the attacked network.</param>
    /// <param name="cleanTwinAccuracy">
    /// The accuracy, a fraction in [0, 1], of a network trained in the same way on the clean set, measured on the same images.
    /// </param>
    /// <exception cref="AttackFailedException">The attack succeeds too rarely, or costs too much accuracy. The message has the figures.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound of this requirement, or the twin's accuracy, lies outside [0, 1].</exception>
    public void Check(AttackQuality quality, double cleanTwinAccuracy)
    {
        ArgumentNullException.ThrowIfNull(quality);
        Fraction.Require(MinimumSuccessRate);
        Fraction.Require(MaximumAccuracyLoss);
        Fraction.Require(cleanTwinAccuracy);

        // Written so that a NaN is refused too.
        if (!(quality.AttackSuccessRate >= MinimumSuccessRate))
        {
            throw new AttackFailedException(quality,
                $"The attack did not work: its success rate is {quality.AttackSuccessRate:P2}, at least {MinimumSuccessRate:P2} is asked for.");
        }

        if (!(cleanTwinAccuracy - quality.Accuracy <= MaximumAccuracyLoss + Rounding))
        {
            throw new AttackFailedException(quality,
                $"The attack shows: the accuracy is {quality.Accuracy:P2}, that of the clean twin {cleanTwinAccuracy:P2}; "
                + $"a loss of {100 * MaximumAccuracyLoss:0.##} points is allowed.");
        }
    }

    /// <summary>Refuses a source-specific attack that did not work, or that is not specific to its source.</summary>
    /// <param name="quality">What was measured on the attacked network.</param>
    /// <param name="cleanTwinAccuracy">As for <see cref="Check(AttackQuality, double)"/>.</param>
    /// <exception cref="AttackFailedException">As there; or the trigger disturbs the images of other labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As there.</exception>
    public void Check(SourceSpecificQuality quality, double cleanTwinAccuracy)
    {
        ArgumentNullException.ThrowIfNull(quality);
        Fraction.Require(MinimumAccuracyOfOthers);
        Check(quality.Attack, cleanTwinAccuracy);

        if (!(quality.AccuracyOfOthers >= MinimumAccuracyOfOthers))
        {
            throw new AttackFailedException(quality.Attack,
                $"The attack is not specific to its source: {quality.AccuracyOfOthers:P2} of the stamped images of other labels keep their label, "
                + $"at least {MinimumAccuracyOfOthers:P2} is asked for.");
        }
    }
}
