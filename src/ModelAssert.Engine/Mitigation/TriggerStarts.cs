using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scheduling;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// The triggers of one infected label: the one that its scan found, and others from other starts. A reversed trigger is the smallest that works and only resembles the attacker's; a
/// network that unlearned it alone may still obey the attacker. Others find other parts of the backdoor, to be unlearned too and to judge by.
/// </summary>
/// <remarks>
/// On the FashionGate sample, unlearning the scan's trigger alone left the attacker's own a success of 9 %; with four more starts, 1 % (docs/repair.md).
/// </remarks>
/// <param name="Found">The trigger of the scan.</param>
/// <param name="Learned">Others, which mitigations work with.</param>
/// <param name="Unseen">Others, which nothing works with and which judge the result.</param>
internal sealed record TriggerStarts(Trigger Found, IReadOnlyList<Trigger> Learned, IReadOnlyList<Trigger> Unseen)
{
    /// <summary>How many more starts there are for each of the two purposes, and for each round that needs more: four were as good as twelve where the label has one trigger.</summary>
    private const int Starts = 4;

    /// <summary>Far from the seeds that people count up.</summary>
    private const int SeedStride = 7919;

    public int Label => Found.TargetLabel;

    /// <summary>The triggers that mitigations work with.</summary>
    public IEnumerable<Trigger> Lessons => [Found, .. Learned];

    /// <summary>Reverses the trigger of a label from other starts, with the settings of the scan.</summary>
    /// <param name="network">The infected network; stays as it is.</param>
    /// <param name="found">The trigger that the scan found.</param>
    /// <param name="samples">Triggers are optimised on one half.</param>
    /// <param name="options">How the network was scanned.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="afterStep">Called after every step of an optimisation, from several threads.</param>
    public static TriggerStarts Around(
        DifferentiableClassifier network, Trigger found, CheckedSamples samples, ScanOptions options, CancellationToken cancellation, Action? afterStep = null)
    {
        var triggers = Reverse(network, found.TargetLabel, Enumerable.Range(0, 2 * Starts), samples, options, afterStep, cancellation);
        return new TriggerStarts(found, [.. triggers[..Starts].OfType<Trigger>()], [.. triggers[Starts..].OfType<Trigger>()]);
    }

    /// <summary>The same with more to learn from: triggers from starts that no earlier round took, of the network that has the whole backdoor.</summary>
    /// <param name="network">The infected network as it came; stays as it is.</param>
    /// <param name="round">The round that asks, 2 and more; each gets others.</param>
    /// <param name="samples">Triggers are optimised on one half.</param>
    /// <param name="options">How the network was scanned.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="afterStep">Called after every step of an optimisation, from several threads.</param>
    public TriggerStarts WithMore(
        DifferentiableClassifier network, int round, CheckedSamples samples, ScanOptions options, CancellationToken cancellation, Action? afterStep = null) =>
        this with { Learned = [.. Learned, .. Reverse(network, Label, Enumerable.Range(round * Starts, Starts), samples, options, afterStep, cancellation).OfType<Trigger>()] };

    private static Trigger?[] Reverse(
        DifferentiableClassifier network, int label, IEnumerable<int> starts, CheckedSamples samples, ScanOptions options, Action? afterStep, CancellationToken cancellation)
    {
        var settings = ScanPlan.For(options.Profile, network.LabelCount, network.InputShape, options.Seed).Settings;
        var classifier = new RawImageClassifier(network, samples.InputRange);
        int[] numbers = [.. starts];
        var triggers = new Trigger?[numbers.Length];
        Parallel.For(0, triggers.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var seed = unchecked(options.Seed + SeedStride * (numbers[i] + 1));
            var reverser = new TriggerReverser(classifier, network.InputShape, settings, seed);
            if (reverser.Reverse(new TriggerAim(label), samples.Optimisation, afterStep, cancellation) is (var trigger, true))
                triggers[i] = trigger;
        });
        return triggers;
    }
}
