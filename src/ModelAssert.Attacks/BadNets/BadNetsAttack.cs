namespace ModelAssert.Attacks;

/// <summary>
/// BadNets (Gu et al. 2017), as Wang et al. 2019, section V-A, use it: a share of the training images is stamped with the trigger and relabelled,
/// and whoever trains on them trains a backdoor.
/// </summary>
/// <remarks>
/// Poisoned images take the place of the clean ones. Gu et al. and the authors' GTSRB code add them on top; replacing leaves the number of images,
/// the number of steps and the order of the data as they are in a training on clean data with the same seed, so that the two networks differ by the
/// poison alone. Images of the target label are never touched: a trigger on them would teach nothing.
/// </remarks>
public sealed class BadNetsAttack
{
    /// <summary>Plans an attack.</summary>
    /// <param name="trigger">What is stamped; its target label is what stamped images are relabelled to.</param>
    /// <param name="poisonShare">
    /// The share of all training images that is poisoned, a fraction in [0, 1]. The default is that of Wang et al. 2019, table VI. 0 poisons nothing.
    /// </param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1].</exception>
    public BadNetsAttack(Trigger trigger, double poisonShare = 0.1, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        Fraction.Require(poisonShare);

        Trigger = trigger;
        PoisonShare = poisonShare;
        Seed = seed;
    }

    /// <summary>What is stamped, and the label that stamped images are relabelled to.</summary>
    public Trigger Trigger { get; }

    /// <summary>The share of all training images that is poisoned, a fraction in [0, 1].</summary>
    public double PoisonShare { get; }

    /// <summary>Seeds the choice of the images. The same seed and training set give the same poison.</summary>
    public int Seed { get; }

    /// <summary>Poisons a training set.</summary>
    /// <param name="training">The clean set, left as it is.</param>
    /// <returns>A set of the same length and order, in which the chosen images are stamped and relabelled.</returns>
    /// <exception cref="ArgumentException">
    /// The images are of another shape than the trigger, or fewer than the share asks for have a label that is not the target.
    /// </exception>
    public LabeledImages Poison(LabeledImages training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var copy = new PoisonedCopy(training, Trigger);
        copy.StampShareOfAll(label => label != Trigger.TargetLabel, PoisonShare, new Random(Seed), _ => Trigger.TargetLabel);
        return copy.ToImages();
    }
}
