namespace ModelAssert.Attacks;

/// <summary>How well an attack on one source label went.</summary>
/// <param name="Attack">Accuracy on clean images, and the success rate over stamped images of the source label alone.</param>
/// <param name="AccuracyOfOthers">
/// The share of stamped images of all other labels, the target left out, that are still given their true label, a fraction in [0, 1].
/// </param>
public sealed record SourceSpecificQuality(AttackQuality Attack, double AccuracyOfOthers);
