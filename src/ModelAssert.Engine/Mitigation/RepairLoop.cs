using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scanning;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// One kind of mitigation, applied to a model as it came until a scan of the result finds nothing: where one label has several triggers, a scan finds one at a time (Wang et al.
/// 2019, section VII). Each round works on a file that was written and read again, so that what is handed over is what was scanned.
/// </summary>
/// <param name="kind">What is done.</param>
/// <param name="request">What is asked.</param>
/// <param name="samples">The samples, in the same halves as in the scans.</param>
/// <param name="scan">Scans a network.</param>
/// <param name="explore">Reverses the triggers of other starts.</param>
/// <param name="files">Where files are written.</param>
/// <param name="watcher">Is told how it goes.</param>
internal sealed class RepairLoop(
    MitigationKind kind, RepairRequest request, CheckedSamples samples, Func<DifferentiableClassifier, (ScanFindings Findings, ScanTiming Timing)> scan,
    Func<DifferentiableClassifier, Trigger, TriggerStarts> explore, RepairFiles files, IRepairWatcher watcher)
{
    /// <summary>As many images prove that a file is the network that it was written from.</summary>
    private const int ProofImages = 128;

    private readonly MitigationMeasure measure = new(samples.HeldOut, samples.InputRange);
    private readonly List<TriggerStarts> triggers = [];
    private readonly List<RepairRound> rounds = [];

    /// <summary>Repairs a model.</summary>
    /// <param name="original">The model as it came; stays the caller's, and as it is.</param>
    /// <param name="findings">Its scan.</param>
    /// <param name="cancellation">Ends the repair.</param>
    /// <returns>What it came to.</returns>
    public Candidate Run(DifferentiableClassifier original, ScanFindings findings, CancellationToken cancellation)
    {
        var accuracyBefore = measure.CleanAccuracy(original);
        var step = new MitigationStep(kind, samples, request.Options, request.Scan.Options.Seed, accuracyBefore);
        var network = original;
        try
        {
            for (var round = 1; ; round++)
            {
                var working = Working(network, findings);
                int[] labels = [.. working.Select(trigger => trigger.Label).Distinct().Order()];
                watcher.Say($"{NameOf(kind)}, round {round}: {(labels.Length == 1 ? "label" : "labels")} {string.Join(", ", labels)}");
                var (path, curves) = Repair(network, step, working, round, cancellation);
                var repaired = request.Load(path);
                if (network != original)
                    network.Dispose();
                network = repaired;
                var accuracy = measure.CleanAccuracy(network);
                if (accuracy < accuracyBefore - request.Options.MaximumAccuracyLoss)
                    return GivenUp(labels, curves, FormattableString.Invariant($"accuracy on held-out samples fell from {accuracyBefore:P1} to {accuracy:P1}"));

                // What is pruned by the same triggers once more is the same: its limit is reached, or they fail already.
                if (curves is not null && LargestSuccess(network) is { StillWorks: true } left)
                    return GivenUp(labels, curves, FormattableString.Invariant($"with {curves[^1].Pruned} of {curves[^1].Neurons} neurons out, a trigger still succeeds on {left.Success:P1}"));

                (findings, var timing) = scan(network);
                var state = StateOf(network, findings, measure, triggers);
                rounds.Add(new RepairRound(labels, state, curves));
                watcher.Say($"  {Describe(state)}");
                if (Conclude(network, state, round) is { } conclusion)
                    return new Candidate(new RepairAttempt(kind, conclusion.Outcome, conclusion.Reason, rounds), path, state, findings, timing, triggers);
            }
        }
        finally
        {
            if (network != original)
                network.Dispose();
        }
    }

    /// <summary>A model as a repair sees it.</summary>
    public static RepairState StateOf(DifferentiableClassifier network, ScanFindings findings, MitigationMeasure measure, IReadOnlyList<TriggerStarts> triggers) => new(
        findings.Judgement.Verdict, findings.Judgement.AnomalyIndex, measure.CleanAccuracy(network),
        [.. triggers.Select(trigger => measure.EffectOf(trigger.Found, network))],
        [.. triggers.SelectMany(trigger => trigger.Unseen).Select(trigger => measure.EffectOf(trigger, network))]);

    /// <summary>The triggers of the labels that a scan found infected.</summary>
    public static IEnumerable<Trigger> InfectedIn(ScanFindings findings) => findings.Judgement.Labels
        .Zip(findings.Triggers, (judged, reversed) => (judged.State, reversed.Trigger)).Where(label => label.State == LabelState.Infected).Select(label => label.Trigger);

    /// <summary>What a mitigation is called in lines for people.</summary>
    public static string NameOf(MitigationKind kind) => kind switch
    {
        MitigationKind.Unlearning => "unlearning",
        MitigationKind.LastConvolutionPruning => "pruning the last convolution",
        _ => "pruning the second-to-last layer",
    };

    /// <summary>The triggers to work on: the scan's, and earlier ones that still work or work again.</summary>
    private List<TriggerStarts> Working(DifferentiableClassifier network, ScanFindings findings)
    {
        var found = InfectedIn(findings).Select(trigger => explore(network, trigger)).ToList();
        var working = triggers.Where(trigger => StillWorks(trigger, network)).Concat(found).ToList();
        triggers.AddRange(found);
        return working;
    }

    private (string Path, IReadOnlyList<PruningCurve>? Curves) Repair(
        DifferentiableClassifier network, MitigationStep step, List<TriggerStarts> working, int round, CancellationToken cancellation)
    {
        using var copy = network.TrainableCopy();
        var curves = step.Apply(copy, [.. triggers.SelectMany(trigger => trigger.Lessons)], [.. working.SelectMany(trigger => trigger.Lessons)], round, cancellation);
        var path = files.NewPath();
        using var scope = torch.NewDisposeScope();
        using var some = samples.HeldOut.Slice(0, Math.Min(ProofImages, samples.HeldOut.Count));
        copy.Write(new RawImageClassifier(copy, samples.InputRange).Preprocess(some.Images), path);
        return (path, curves);
    }

    private (RepairOutcome Outcome, string Reason)? Conclude(DifferentiableClassifier network, RepairState state, int round)
    {
        if (state.Verdict == Verdict.Inconclusive)
            return (RepairOutcome.Inconclusive, "the scan of the repaired model could not decide");
        var stillWorks = triggers.Any(trigger => StillWorks(trigger, network));
        if (state.Verdict == Verdict.Clean && !stillWorks)
            return (RepairOutcome.Repaired, Describe(state));
        if (round < request.Options.MaximumRounds)
            return null;
        return (RepairOutcome.NotRepaired, FormattableString.Invariant($"after {round} rounds {(stillWorks ? "a reversed trigger still works" : "the scan still finds an infected label")}: {Describe(state)}"));
    }

    /// <summary>Whether a trigger of a label works, of those that the mitigation may not have worked with too.</summary>
    private bool StillWorks(TriggerStarts label, DifferentiableClassifier network)
    {
        var bar = Math.Max(request.Options.MaximumAttackSuccessRate, measure.CleanShareOf(label.Label, network));
        return label.Unseen.Prepend(label.Found).Any(trigger => measure.EffectOf(trigger, network).AttackSuccessRate > bar);
    }

    private (bool StillWorks, double Success) LargestSuccess(DifferentiableClassifier network) => (
        triggers.Any(trigger => StillWorks(trigger, network)),
        triggers.SelectMany(trigger => trigger.Unseen.Prepend(trigger.Found)).Max(trigger => measure.EffectOf(trigger, network).AttackSuccessRate));

    private Candidate GivenUp(int[] labels, IReadOnlyList<PruningCurve>? curves, string reason)
    {
        rounds.Add(new RepairRound(labels, After: null, curves));
        watcher.Say($"  {reason}");
        return new Candidate(new RepairAttempt(kind, RepairOutcome.NotRepaired, reason, rounds), null, null, null, null, triggers);
    }

    private static string Describe(RepairState state) => FormattableString.Invariant(
        $"scan {state.Verdict.ToString().ToLowerInvariant()}, anomaly index {state.AnomalyIndex ?? double.NaN:0.00}; reversed triggers succeed on {state.LargestSuccess:P1} at most, stamped images right {state.TrueLabelAccuracy:P1}, clean images right {state.CleanAccuracy:P1}");
}
