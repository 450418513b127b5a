using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scheduling;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// The triggers of one infected label: the one that its scan found, and others from other starts. A reversed trigger is the smallest that works and only resembles the attacker's; a
/// network that unlearned it alone may still obey the attacker. Others find other parts of the backdoor, to be unlearned too and to judge by.
/// </summary>
/// <param name="Found">The trigger of the scan.</param>
/// <param name="Learned">Others, which mitigations work with.</param>
/// <param name="Unseen">Others, which nothing works with and which judge the result.</param>
internal sealed record TriggerStarts(Trigger Found, IReadOnlyList<Trigger> Learned, IReadOnlyList<Trigger> Unseen)
{
    /// <summary>How many more starts there are for each of the two purposes: four were as good as twelve where the label has one trigger.</summary>
    private const int Starts = 4;

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
        DifferentiableClassifier network, Trigger found, PreparedSamples samples, ScanOptions options, CancellationToken cancellation, Action? afterStep = null)
    {
        // From noise: windows would lead every start to the same place.
        var settings = options.Profile == ScanProfile.Fast
            ? InversionSettings.FromNoise(network.InputShape)
            : ScanPlan.For(options.Profile, network.LabelCount, network.InputShape, options.Seed).Settings;
        var triggers = new LabelReverser(network, samples, settings, options.Seed)
            .Reverse(Enumerable.Range(0, 2 * Starts).Select(start => (found.TargetLabel, start)), afterStep, cancellation);
        return new TriggerStarts(found, [.. triggers[..Starts].OfType<Trigger>()], [.. triggers[Starts..].OfType<Trigger>()]);
    }

    /// <summary>The labels of triggers, each once, in their order.</summary>
    public static int[] LabelsOf(IEnumerable<TriggerStarts> triggers) => [.. triggers.Select(trigger => trigger.Label).Distinct().Order()];
}
