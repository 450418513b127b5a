using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// An attack that poisons the training set: which images are stamped, with what, and which label they get; whoever trains on them trains the backdoors. The published
/// attacks are plans over stamps (<see cref="BadNets"/>, <see cref="WholeImage"/>, ...); the constructor takes any other.
/// </summary>
/// <remarks>
/// Poisoned images take the place of the clean ones. Gu et al. 2017 and the authors' GTSRB code add them on top; replacing leaves the number of images, the number of
/// steps and the order of the data as they are in a training on clean data with the same seed, so that the two networks differ by the poison alone.
/// </remarks>
public sealed partial class Attack
{
    /// <summary>Plans an attack.</summary>
    /// <param name="backdoors">What it shall teach; one and more.</param>
    /// <param name="steps">What is done to the training set, in order.</param>
    /// <param name="seed">Seeds the choice of the images.</param>
    /// <param name="requirement">What it must reach; the default of <see cref="AttackRequirement"/> if it is left out.</param>
    /// <exception cref="ArgumentException">There is no backdoor.</exception>
    public Attack(IReadOnlyList<Backdoor> backdoors, IReadOnlyList<PoisonStep> steps, int seed = 0, AttackRequirement? requirement = null)
    {
        ArgumentNullException.ThrowIfNull(backdoors);
        ArgumentNullException.ThrowIfNull(steps);
        if (backdoors.Count == 0)
            throw new ArgumentException("An attack teaches one backdoor at least.", nameof(backdoors));

        Backdoors = [.. backdoors];
        Steps = [.. steps];
        Seed = seed;
        Requirement = requirement ?? new AttackRequirement();
    }

    /// <summary>What the attack teaches, and what is measured.</summary>
    public IReadOnlyList<Backdoor> Backdoors { get; }

    /// <summary>What is done to the training set, in order.</summary>
    public IReadOnlyList<PoisonStep> Steps { get; }

    /// <summary>Seeds the choice of the images. The same seed and training set give the same poison.</summary>
    public int Seed { get; }

    /// <summary>What the attack must reach to count as one.</summary>
    public AttackRequirement Requirement { get; }

    /// <summary>Poisons a training set.</summary>
    /// <param name="training">The clean set, left as it is.</param>
    /// <returns>A set of the same length and order, in which the chosen images are stamped and have their new labels.</returns>
    /// <exception cref="ArgumentException">
    /// The images are of another shape than a stamp, one has a label that the attack does not know, or there are fewer than a step asks for.
    /// </exception>
    public LabeledImages Poison(LabeledImages training)
    {
        ArgumentNullException.ThrowIfNull(training);
        foreach (var backdoor in Backdoors)
            backdoor.RequireFits(training);

        var random = new Random(Seed);
        var copy = new PoisonedCopy(training);
        foreach (var step in Steps)
            copy.Take(step, random);
        return copy.ToImages();
    }

    /// <inheritdoc cref="AttackQuality.Measure"/>
    public AttackQuality Measure(nn.Module<Tensor, Tensor> network, LabeledImages test) => AttackQuality.Measure(network, test, [.. Backdoors]);
}
