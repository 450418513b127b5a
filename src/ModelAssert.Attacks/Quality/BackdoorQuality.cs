namespace ModelAssert.Attacks;

/// <summary>How well one backdoor works.</summary>
/// <param name="SuccessRate">
/// The share of stamped images that go to the target, a fraction in [0, 1], over images that react: those whose true label is another one and, if the backdoor has
/// sources, one of these. The authors' code counts images of the target label too, which adds up to one class of free successes.
/// </param>
/// <param name="AccuracyOfOthers">
/// For a backdoor with sources: the share of stamped images of all other labels, the target left out, that are still given their true label, a fraction in [0, 1].
/// <see langword="null"/> for any other.
/// </param>
public sealed record BackdoorQuality(double SuccessRate, double? AccuracyOfOthers = null);
