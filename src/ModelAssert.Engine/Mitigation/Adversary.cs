using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// Attacks a network while it is being repaired, and in the end: reverses triggers in the network as it is now. Triggers of the network as it came show one part of a backdoor, and a network that has
/// unlearned them may obey others by other pixels of the attacker's patch, or by another of several patches; those are found here.
/// </summary>
/// <remarks>
/// On networks of the zoo's splits tune and calibrate. What it teaches: with nine triggers for one label (MNIST, Fashion-MNIST) the worst of the attacker's was left 17 to 76 % by triggers of the network as it
/// came, and 0.4 to 7.1 % after a round against the adversary. What it judges by: infected labels had triggers of 0.04 to 0.10 of the median before, and 0.22 to 0.52 where the attacker's still worked 5 to 76
/// times in 100; unseen triggers of the network as it came told of most of these nothing.
/// </remarks>
/// <param name="samples">Triggers are optimised on one half.</param>
/// <param name="medianNorm">The median norm of the scan of the network as it came, in pixels.</param>
/// <param name="seed">The seed of the scans.</param>
/// <param name="afterStep">Called after every step of an optimisation, from several threads.</param>
internal sealed class Adversary(PreparedSamples samples, double medianNorm, int seed, Action? afterStep = null)
{
    /// <summary>
    /// Half of the images, where a scan asks for 99 %: a backdoor that is nearly closed still opens for many images and for all only with a large trigger. With 25, 80 or 99 % the repairs were worse.
    /// </summary>
    private const double SuccessThreshold = 0.5;

    /// <summary>The starts that judge a network: the same ones each time, and never those that it learns from.</summary>
    private const int JudgingStarts = 4;

    /// <summary>
    /// A trigger above the median is as large as clean labels have them, and learning from such ones costs the label its own images: with twice the median, a GTSRB network of the tuning split knew 3 of 13 signs of
    /// the label in the end, with the median 12; before the repair 8.
    /// </summary>
    private const double LargestNormToMedian = 1;

    private int nextStart = JudgingStarts;

    /// <summary>Triggers for a network to learn from, from starts that were not taken before.</summary>
    /// <param name="network">The network as it is now.</param>
    /// <param name="labels">The labels to attack.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Those that work and are small.</returns>
    public IReadOnlyList<Trigger> Attack(DifferentiableClassifier network, IReadOnlyList<int> labels, CancellationToken cancellation)
    {
        // Two tell more of one backdoor; with several, each turn already has as many as there are.
        int[] starts = [.. Enumerable.Range(nextStart, labels.Count == 1 ? 2 : 1)];
        nextStart += starts.Length;
        return [.. Reverse(network, labels.SelectMany(label => starts.Select(start => (label, start))), cancellation).Where(trigger => trigger.MaskL1Norm <= LargestNormToMedian * medianNorm)];
    }

    /// <summary>How large a trigger must be in a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="labels">The labels to judge, in their order.</param>
    /// <param name="cancellation">Ends the work.</param>
    public LabelResistance[] ResistanceOf(DifferentiableClassifier network, IReadOnlyList<int> labels, CancellationToken cancellation)
    {
        var smallest = Reverse(network, labels.SelectMany(label => Enumerable.Range(0, JudgingStarts).Select(start => (label, start))), cancellation)
            .GroupBy(trigger => trigger.TargetLabel).ToDictionary(label => label.Key, label => label.Min(trigger => trigger.MaskL1Norm));
        return [.. labels.Select(label => smallest.TryGetValue(label, out var norm) ? new LabelResistance(label, norm, norm / medianNorm) : new LabelResistance(label, null, null))];
    }

    private IEnumerable<Trigger> Reverse(DifferentiableClassifier network, IEnumerable<(int Label, int Start)> starts, CancellationToken cancellation) =>
        new LabelReverser(network, samples, InversionSettings.FromNoise(network.InputShape) with { SuccessThreshold = SuccessThreshold }, seed).Reverse(starts, afterStep, cancellation).OfType<Trigger>();
}
