using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>How well an attack went: what a user of the network sees, and what its attacker gets.</summary>
/// <param name="Accuracy">The share of clean images that are classified correctly, a fraction in [0, 1].</param>
/// <param name="Backdoors">How well each backdoor works, in the attack's order; one and more.</param>
public sealed record AttackQuality(double Accuracy, IReadOnlyList<BackdoorQuality> Backdoors)
{
    /// <summary>The success rate of the backdoor that works worst, a fraction in [0, 1]: an attack is as good as that.</summary>
    public double AttackSuccessRate => Backdoors.Min(backdoor => backdoor.SuccessRate);

    /// <summary>Measures a network, infected or clean: the success rate of a clean one is what the stamp does by itself.</summary>
    /// <param name="network">
    /// From <c>[N, C, H, W]</c>, float32, in [0, 1] to logits <c>[N, labels]</c>, on the CPU. It is put into evaluation mode and then
    /// back into the mode in which it was given.
    /// </param>
    /// <param name="test">Clean images with their true labels that the network was not trained on.</param>
    /// <param name="backdoors">What to measure; one and more.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ArgumentException">
    /// The images are of another shape than a stamp, one has a label that a backdoor does not know, a backdoor finds no image that reacts to it, or, if it has sources, none
    /// that shall not.
    /// </exception>
    public static AttackQuality Measure(nn.Module<Tensor, Tensor> network, LabeledImages test, params IReadOnlyList<Backdoor> backdoors)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(backdoors);
        if (backdoors.Count == 0)
            throw new ArgumentException("There is no backdoor to measure.", nameof(backdoors));

        BackdoorQuality[] qualities = [.. backdoors.Select(backdoor => QualityOf(network, test, backdoor))];
        return new AttackQuality(Predictions.Share(network, test, label => label), qualities);
    }

    /// <inheritdoc />
    public bool Equals(AttackQuality? other) => other is not null && Accuracy.Equals(other.Accuracy) && Backdoors.SequenceEqual(other.Backdoors);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Accuracy, Backdoors.Count);

    private static BackdoorQuality QualityOf(nn.Module<Tensor, Tensor> network, LabeledImages test, Backdoor backdoor)
    {
        backdoor.RequireFits(test);
        var reacting = StampedImages.Where(backdoor.Stamp, test, backdoor.ReactsTo)
            ?? throw new ArgumentException("No image has a label that the backdoor changes.", nameof(test));
        var success = Predictions.Share(network, reacting, backdoor.TargetOf);
        if (!backdoor.IsSourceSpecific)
            return new BackdoorQuality(success);

        var others = StampedImages.Where(backdoor.Stamp, test, backdoor.Spares)
            ?? throw new ArgumentException("Every image has a source label or the target label.", nameof(test));
        return new BackdoorQuality(success, Predictions.Share(network, others, label => label));
    }
}
