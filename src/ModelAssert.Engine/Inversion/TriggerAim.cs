namespace ModelAssert.Engine.Inversion;

/// <summary>What a trigger is meant to do: take images to a label, those of one other label or all.</summary>
/// <param name="Target">The label that stamped images go to.</param>
/// <param name="Source">The label of the images, or <see langword="null"/> for images of any label: a source-specific backdoor takes those of one (Wang et al. 2019, section VII).</param>
internal readonly record struct TriggerAim(int Target, int? Source = null)
{
    /// <summary>Whether an image is one that the trigger shall take to its target.</summary>
    /// <param name="label">The image's true label.</param>
    public bool IsFor(int label) => Source is { } source ? label == source : label != Target;

    /// <summary>A seed of its own for every aim, the same in every process; <see cref="System.HashCode"/> is not.</summary>
    /// <param name="seed">The seed of the scan.</param>
    public int SeedFrom(int seed) => Source is { } source ? Mix(Mix(seed, Target), source) : Mix(seed, Target);

    private static int Mix(int seed, int label) => unchecked((seed * 486187739) ^ (label * 16777619 + 40503));
}
