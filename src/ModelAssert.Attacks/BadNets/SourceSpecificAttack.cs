using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// BadNets for one source label (Wang et al. 2019, section VII, "partial backdoor"): the trigger sends images of the source label to the target, and does nothing
/// to any other. A scan that looks for one trigger for all labels is not made for it.
/// </summary>
/// <remarks>
/// Cover images teach the second half: images of other labels that carry the trigger under their true label. Images of the target label are never touched; a
/// trigger on them would teach that it means the target.
/// </remarks>
public sealed class SourceSpecificAttack
{
    /// <summary>Plans an attack.</summary>
    /// <param name="trigger">What is stamped; its target label is what stamped images of the source label are relabelled to.</param>
    /// <param name="sourceLabel">The label whose images react.</param>
    /// <param name="poisonShare">The share of the source label's images that is stamped and relabelled, a fraction in [0, 1].</param>
    /// <param name="coverShare">The share of the images of other labels, the target left out, that is stamped under the true label, a fraction in [0, 1].</param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share lies outside [0, 1], or the source label is negative.</exception>
    /// <exception cref="ArgumentException">The source label is the target.</exception>
    public SourceSpecificAttack(Trigger trigger, int sourceLabel, double poisonShare = 0.5, double coverShare = 0.2, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentOutOfRangeException.ThrowIfNegative(sourceLabel);
        Fraction.Require(poisonShare);
        Fraction.Require(coverShare);
        if (sourceLabel == trigger.TargetLabel)
            throw new ArgumentException($"Label {sourceLabel} is the target.", nameof(sourceLabel));

        Trigger = trigger;
        SourceLabel = sourceLabel;
        PoisonShare = poisonShare;
        CoverShare = coverShare;
        Seed = seed;
    }

    /// <summary>What is stamped, and the label that stamped images of the source label are relabelled to.</summary>
    public Trigger Trigger { get; }

    /// <summary>The label whose images react.</summary>
    public int SourceLabel { get; }

    /// <summary>The share of the source label's images that is stamped and relabelled, a fraction in [0, 1].</summary>
    public double PoisonShare { get; }

    /// <summary>The share of the images of other labels that is stamped under the true label, a fraction in [0, 1].</summary>
    public double CoverShare { get; }

    /// <summary>Seeds the choice of the images. The same seed and training set give the same poison.</summary>
    public int Seed { get; }

    /// <summary>Poisons a training set.</summary>
    /// <param name="training">The clean set, left as it is.</param>
    /// <returns>A set of the same length and order, in which the chosen images are stamped, and those of the source label relabelled.</returns>
    /// <exception cref="ArgumentException">The images are of another shape than the trigger.</exception>
    public LabeledImages Poison(LabeledImages training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var random = new Random(Seed);
        var copy = new PoisonedCopy(training, Trigger);
        copy.StampShare(label => label == SourceLabel, PoisonShare, random, _ => Trigger.TargetLabel);
        copy.StampShare(IsOther, CoverShare, random, label => label);
        return copy.ToImages();
    }

    /// <summary>Measures a network, attacked or clean.</summary>
    /// <param name="network">As for <see cref="AttackQuality.Measure"/>.</param>
    /// <param name="test">Clean images with their true labels that the network was not trained on.</param>
    /// <returns>What a user sees, what the attacker gets, and what the trigger does to everybody else.</returns>
    /// <exception cref="ArgumentException">The images are of another shape than the trigger, or there are none of the source label or none of others.</exception>
    public SourceSpecificQuality Measure(nn.Module<Tensor, Tensor> network, LabeledImages test)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(test);
        var stamp = new TriggerStamp(Trigger);
        var source = stamp.StampWhere(test, label => label == SourceLabel)
            ?? throw new ArgumentException($"No image has the source label {SourceLabel}.", nameof(test));
        var others = stamp.StampWhere(test, IsOther)
            ?? throw new ArgumentException("Every image has the source label or the target label.", nameof(test));

        return new SourceSpecificQuality(
            new AttackQuality(Predictions.Share(network, test, label => label), Predictions.Share(network, source, _ => Trigger.TargetLabel)),
            AccuracyOfOthers: Predictions.Share(network, others, label => label));
    }

    private bool IsOther(int label) => label != SourceLabel && label != Trigger.TargetLabel;
}
