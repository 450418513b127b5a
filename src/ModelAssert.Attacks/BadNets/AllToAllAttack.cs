using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// The all-to-all attack of BadNets (Gu et al. 2017, section 4.1): the trigger sends every label to the next one, the last to the first. Every label is a target,
/// so that none stands out.
/// </summary>
public sealed class AllToAllAttack
{
    /// <summary>Plans an attack.</summary>
    /// <param name="trigger">What is stamped. Its own target label plays no part.</param>
    /// <param name="labelCount">How many labels there are; 2 and more.</param>
    /// <param name="poisonShare">The share of all training images that is stamped and relabelled, a fraction in [0, 1].</param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1], or there are fewer than two labels.</exception>
    public AllToAllAttack(Trigger trigger, int labelCount, double poisonShare = 0.1, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 2);
        Fraction.Require(poisonShare);

        Trigger = trigger;
        LabelCount = labelCount;
        PoisonShare = poisonShare;
        Seed = seed;
    }

    /// <summary>What is stamped.</summary>
    public Trigger Trigger { get; }

    /// <summary>How many labels there are.</summary>
    public int LabelCount { get; }

    /// <summary>The share of all training images that is poisoned, a fraction in [0, 1].</summary>
    public double PoisonShare { get; }

    /// <summary>Seeds the choice of the images. The same seed and training set give the same poison.</summary>
    public int Seed { get; }

    /// <summary>Where the trigger sends a label.</summary>
    /// <param name="label">The true label, counted from 0.</param>
    /// <returns>The next one.</returns>
    public int TargetOf(int label) => (label + 1) % LabelCount;

    /// <summary>Poisons a training set.</summary>
    /// <param name="training">The clean set, left as it is.</param>
    /// <returns>A set of the same length and order, in which the chosen images are stamped and relabelled.</returns>
    /// <exception cref="ArgumentException">The images are of another shape than the trigger, or one has a label beyond the last.</exception>
    public LabeledImages Poison(LabeledImages training)
    {
        RequireLabels(training);
        var copy = new PoisonedCopy(training, Trigger);
        copy.StampShareOfAll(_ => true, PoisonShare, new Random(Seed), TargetOf);
        return copy.ToImages();
    }

    /// <summary>Measures a network, attacked or clean. The success rate counts stamped images of every label, each with a target of its own.</summary>
    /// <param name="network">As for <see cref="AttackQuality.Measure"/>.</param>
    /// <param name="test">Clean images with their true labels that the network was not trained on.</param>
    /// <returns>Both figures.</returns>
    /// <exception cref="ArgumentException">The images are of another shape than the trigger, or one has a label beyond the last.</exception>
    public AttackQuality Measure(nn.Module<Tensor, Tensor> network, LabeledImages test)
    {
        ArgumentNullException.ThrowIfNull(network);
        RequireLabels(test);
        var stamped = new TriggerStamp(Trigger).StampWhere(test, _ => true)!;
        return new AttackQuality(Predictions.Share(network, test, label => label), Predictions.Share(network, stamped, TargetOf));
    }

    private void RequireLabels(LabeledImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Labels.IndexOfAnyExceptInRange(0, LabelCount - 1) is >= 0 and var unknown)
            throw new ArgumentException($"Image {unknown} has label {images.Labels[unknown]}; there are {LabelCount} labels, counted from 0.", nameof(images));
    }
}
