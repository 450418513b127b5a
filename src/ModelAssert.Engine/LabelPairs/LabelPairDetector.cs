using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Scheduling;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.LabelPairs;

/// <summary>
/// Looks for backdoors that take images of one label only (Wang et al. 2019, section VII; method, section 12): reverses a trigger for every ordered pair of labels on
/// images of the source alone.
/// </summary>
/// <remarks>
/// Dividing the sources into groups, and looking for the easiest of each, finds what is close by nature: on MNIST a one is nearer to most targets than a stamp is large.
/// A pair is small only beside its source's other pairs and its target's, so every pair is reversed, and each at less effort.
/// </remarks>
internal sealed class LabelPairDetector : IDetector
{
    /// <summary>As many images of a source must there be to optimise on: a mini-batch of different ones.</summary>
    private const int FewestToOptimise = 8;

    /// <summary>As many to measure success with.</summary>
    private const int FewestHeldOut = 5;

    /// <inheritdoc />
    public Detector Kind => Detector.LabelPairs;

    /// <inheritdoc />
    public string Sees => "Triggers that take images of one label only, the source, to another.";

    /// <inheritdoc />
    public string Method => "The smallest trigger of every ordered pair of labels is reversed on images of the source; a pair is judged by its size beside what source and target let expect.";

    /// <inheritdoc />
    public bool TrustsGradient => true;

    /// <inheritdoc />
    public DetectorFindings Run(ScanContext scan)
    {
        int[] sources = [.. scan.Labels.Where(label => IsShownEnough(label, scan))];
        TriggerAim[] aims = [.. sources.SelectMany(source => scan.Labels.Where(target => target != source), (source, target) => new TriggerAim(target, source))];
        var reversed = Reverse(aims, scan);

        using var spillover = new SpilloverMeasure(scan.Classifier, scan.Labels, scan.Samples.HeldOut);
        var spilled = new double[aims.Length];
        Parallel.For(0, aims.Length, new ParallelOptions { MaxDegreeOfParallelism = scan.MaximumThreads, CancellationToken = scan.Cancellation },
            i => spilled[i] = spillover.Of(reversed[i].Trigger, aims[i].Source!.Value));

        var judgement = PairJudge.Decide(
            [.. aims.Select((aim, i) => new PairMeasurement(aim.Source!.Value, aim.Target, reversed[i].Trigger.MaskL1Norm, reversed[i].Converged, spilled[i]) { Stopped = reversed[i].Stopped })],
            scan.Options.AnomalyIndexThreshold, [.. scan.Labels.Except(sources)]);
        return new PairFindings(judgement, [.. judgement.Pairs.Select((pair, i) =>
            new PairFinding(pair.Source, reversed[i], spilled[i], pair.State == LabelState.Infected ? scan.Samples.ExamplesOf(pair.Source) : []))]);
    }

    private static bool IsShownEnough(int label, ScanContext scan) =>
        scan.Samples.Optimisation.Labels.Count(shown => shown == label) >= FewestToOptimise && scan.Samples.HeldOut.Labels.Count(shown => shown == label) >= FewestHeldOut;

    private static ReversedTrigger[] Reverse(TriggerAim[] aims, ScanContext scan)
    {
        var (options, samples, shape) = (scan.Options, scan.Samples, scan.Network.InputShape);
        var settings = options switch
        {
            { SourceSpecific: not SourceSpecificScan.AllPairs } => InversionSettings.ForPairs(shape),
            { Profile: ScanProfile.Fast } => InversionSettings.FromNoise(shape),
            _ => InversionSettings.Paper,
        };
        var reverser = new TriggerReverser(scan.Classifier, shape, settings, options.Seed, scan.Temperature);
        LabelRun[] runs = [.. aims.Select(aim => new LabelRun(aim, () => reverser.Start(aim, samples.Optimisation)))];
        try
        {
            HalvingPlan.Whole(settings).Run(new LabelScheduler(runs, new PairScan(reverser, samples, aims.Length, scan.Progress), scan.Deadline, scan.MaximumThreads, scan.Cancellation));
            return [.. runs.Select(run => run.Result!)];
        }
        finally
        {
            foreach (var run in runs)
                run.Dispose();
        }
    }
}
