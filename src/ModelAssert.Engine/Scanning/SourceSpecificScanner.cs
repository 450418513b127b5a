using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scheduling;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Scanning;

/// <summary>
/// Looks for backdoors that take images of one label only (Wang et al. 2019, section VII; method, section 12): reverses a trigger for every ordered pair of labels on
/// images of the source alone.
/// </summary>
/// <remarks>
/// Dividing the sources into groups, and looking for the easiest of each, finds what is close by nature: on MNIST a one is nearer to most targets than a stamp is large.
/// A pair is small only beside its source's other pairs and its target's, so every pair is reversed, and each at less effort.
/// </remarks>
/// <param name="network">The network; stays the caller's.</param>
/// <param name="samples">The samples, ready; stay the caller's.</param>
/// <param name="labels">The labels that may be source or target, in order.</param>
/// <param name="options">What is asked.</param>
internal sealed class SourceSpecificScanner(DifferentiableClassifier network, CheckedSamples samples, int[] labels, ScanOptions options)
{
    /// <summary>As many images of a source must there be to optimise on: a mini-batch of different ones.</summary>
    private const int FewestToOptimise = 8;

    /// <summary>As many to measure success with.</summary>
    private const int FewestHeldOut = 5;

    /// <summary>Reverses the triggers of all pairs, and has them judged.</summary>
    /// <param name="deadline">When the scan must end.</param>
    /// <param name="threads">How many pairs are worked on at once. Changes no number.</param>
    /// <param name="progress">Told about every step, from several threads.</param>
    /// <param name="cancellation">Stops between mini-batches.</param>
    /// <returns>What was found.</returns>
    public PairFindings Run(Deadline deadline, int threads, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        int[] sources = [.. labels.Where(IsShownEnough)];
        TriggerAim[] aims = [.. sources.SelectMany(source => labels.Where(target => target != source), (source, target) => new TriggerAim(target, source))];
        var classifier = new RawImageClassifier(network, samples.Preprocessing);
        var reversed = Reverse(aims, classifier, deadline, threads, progress, cancellation);

        using var spillover = new SpilloverMeasure(classifier, labels, samples.HeldOut);
        var spilled = new double[aims.Length];
        Parallel.For(0, aims.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            i => spilled[i] = spillover.Of(reversed[i].Trigger, aims[i].Source!.Value));

        var judgement = PairJudge.Decide(
            [.. aims.Select((aim, i) => new PairMeasurement(aim.Source!.Value, aim.Target, reversed[i].Trigger.MaskL1Norm, reversed[i].Converged, spilled[i]) { Stopped = reversed[i].Stopped })],
            options.AnomalyIndexThreshold, [.. labels.Except(sources)]);
        return new PairFindings(judgement, [.. judgement.Pairs.Select((pair, i) =>
            new PairFinding(pair.Source, reversed[i], spilled[i], pair.State == LabelState.Infected ? samples.ExamplesOf(pair.Source) : []))]);
    }

    private bool IsShownEnough(int label) =>
        samples.Optimisation.Labels.Count(shown => shown == label) >= FewestToOptimise && samples.HeldOut.Labels.Count(shown => shown == label) >= FewestHeldOut;

    private ReversedTrigger[] Reverse(
        TriggerAim[] aims, RawImageClassifier classifier, Deadline deadline, int threads, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var settings = options switch
        {
            { SourceSpecific: SourceSpecificScan.Screened } => InversionSettings.ForPairs(network.InputShape),
            { Profile: ScanProfile.Fast } => InversionSettings.FromNoise(network.InputShape),
            _ => InversionSettings.Paper,
        };
        var reverser = new TriggerReverser(classifier, network.InputShape, settings, options.Seed, LogitTemperature.Of(classifier, samples.Optimisation));
        LabelRun[] runs = [.. aims.Select(aim => new LabelRun(aim, () => reverser.Start(aim, samples.Optimisation)))];
        try
        {
            HalvingPlan.Whole(settings).Run(new LabelRace(runs, new PairScan(reverser, samples, aims.Length, progress), deadline, threads, cancellation));
            return [.. runs.Select(run => run.Result!)];
        }
        finally
        {
            foreach (var run in runs)
                run.Dispose();
        }
    }
}
