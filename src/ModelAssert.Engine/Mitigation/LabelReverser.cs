using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;

namespace ModelAssert.Engine.Mitigation;

/// <summary>Reverses triggers of labels from several starts, side by side: each is an optimisation as scans do it, with a seed of its own.</summary>
/// <param name="network">The network; stays as it is.</param>
/// <param name="samples">Triggers are optimised on one half.</param>
/// <param name="settings">The constants of the optimisation.</param>
/// <param name="seed">The seed of the scan; start 0 is already another one than the scan's own.</param>
internal sealed class LabelReverser(DifferentiableClassifier network, PreparedSamples samples, InversionSettings settings, int seed)
{
    /// <summary>Far from the seeds that people count up.</summary>
    private const int SeedStride = 7919;

    /// <summary>Reverses triggers.</summary>
    /// <param name="starts">The labels, and the number of the start for each.</param>
    /// <param name="afterStep">Called after every step of an optimisation, from several threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The triggers in the order of the starts; <see langword="null"/> where none works.</returns>
    public Trigger?[] Reverse(IEnumerable<(int Label, int Start)> starts, Action? afterStep, CancellationToken cancellation)
    {
        var classifier = new RawImageClassifier(network, samples.Preprocessing);
        var temperature = LogitTemperature.Of(classifier, samples.Optimisation);
        (int Label, int Start)[] all = [.. starts];
        var triggers = new Trigger?[all.Length];
        Parallel.For(0, all.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var reverser = new TriggerReverser(classifier, network.InputShape, settings, unchecked(seed + SeedStride * (all[i].Start + 1)), temperature);
            if (reverser.Reverse(new TriggerAim(all[i].Label), samples.Optimisation, afterStep, cancellation) is (var trigger, true))
                triggers[i] = trigger;
        });
        return triggers;
    }
}
