using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scanning;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// One kind of mitigation, applied to a model as it came until a scan of the result finds nothing: where one label has several triggers, a scan finds one at a time (Wang et al.
/// 2019, section VII). Each round works on a draft that was kept and opened again, so that what is handed over is what was scanned.
/// </summary>
/// <param name="kind">What is done.</param>
/// <param name="request">What is asked.</param>
/// <param name="samples">The samples, in the same halves as in the scans.</param>
/// <param name="scan">Scans a network.</param>
/// <param name="explore">Reverses the triggers of other starts.</param>
/// <param name="adversary">Attacks what the model becomes.</param>
/// <param name="watcher">Is told how it goes.</param>
internal sealed class RepairLoop(
    MitigationKind kind, RepairRequest request, PreparedSamples samples, Func<DifferentiableClassifier, (ScanFindings Findings, ScanTiming Timing)> scan,
    Func<DifferentiableClassifier, Trigger, TriggerStarts> explore, Adversary adversary, IRepairWatcher watcher)
{
    /// <summary>As many images prove that a draft is the network that it was made of.</summary>
    private const int ProofImages = 128;

    private readonly MitigationMeasure measure = new(samples.HeldOut, samples.Preprocessing);
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
        using var step = new MitigationStep(kind, original, samples, request.Options, request.Scan.Options.Seed, accuracyBefore, adversary, watcher.GoesOn);
        var network = original;
        MeasuredTrigger[] measured = [];
        try
        {
            for (var round = 1; ; round++)
            {
                var working = Working(network, findings, measured);
                // Where no trigger works any more and a label is weak, all labels are attacked again.
                int[] labels = working.Count == 0 ? Labels : TriggerStarts.LabelsOf(working);
                watcher.Say($"{NameOf(kind)}, round {round}: {(labels.Length == 1 ? "label" : "labels")} {string.Join(", ", labels)}");
                var (draft, curves) = Repair(network, step, working, round, cancellation);
                var repaired = draft.Open();
                if (network != original)
                    network.Dispose();
                network = repaired;
                var accuracy = measure.CleanAccuracy(network);
                if (accuracy < accuracyBefore - request.Options.MaximumAccuracyLoss)
                    return GivenUp(labels, curves, FormattableString.Invariant($"accuracy on held-out samples fell from {accuracyBefore:P1} to {accuracy:P1}"));

                measured = MeasuredTrigger.All(triggers, network, measure, request.Options.MaximumAttackSuccessRate);
                // What is pruned by the same triggers once more is the same: its limit is reached, or they fail already.
                if (curves is not null && measured.Any(trigger => trigger.StillWorks))
                {
                    var left = measured.Max(trigger => trigger.LargestSuccess);
                    return GivenUp(labels, curves, FormattableString.Invariant($"with {curves[^1].Pruned} of {curves[^1].Neurons} neurons out, a trigger still succeeds on {left:P1}"));
                }

                (findings, var timing) = scan(network);
                var state = StateOf(findings, accuracy, measured) with { Resistance = adversary.ResistanceOf(network, Labels, cancellation) };
                rounds.Add(new RepairRound(labels, state, curves));
                watcher.Say($"  {Describe(state)}");
                if (Conclude(state, measured, round) is { } conclusion)
                    return new Candidate(new RepairAttempt(kind, conclusion.Outcome, conclusion.Reason, rounds), draft, state, findings, timing, triggers);
            }
        }
        finally
        {
            if (network != original)
                network.Dispose();
        }
    }

    /// <summary>A model as a repair sees it.</summary>
    public static RepairState StateOf(ScanFindings findings, double cleanAccuracy, MeasuredTrigger[] triggers) => new(
        findings.Verdict, findings.Labels?.Judgement.AnomalyIndex, cleanAccuracy, [.. triggers.Select(trigger => trigger.Found)], [.. triggers.SelectMany(trigger => trigger.Unseen)]);

    /// <summary>The triggers of the labels that a scan found infected.</summary>
    public static IEnumerable<Trigger> InfectedIn(ScanFindings findings) => findings.Labels?.Infected ?? [];

    /// <summary>What a mitigation is called in lines for people.</summary>
    public static string NameOf(MitigationKind kind) => kind switch
    {
        MitigationKind.Unlearning => "unlearning",
        MitigationKind.LastConvolutionPruning => "pruning the last convolution",
        _ => "pruning the second-to-last layer",
    };

    /// <summary>The labels that were worked on so far.</summary>
    private int[] Labels => TriggerStarts.LabelsOf(triggers);

    /// <summary>The triggers to work on: the scan's, and earlier ones that still work or work again.</summary>
    private List<TriggerStarts> Working(DifferentiableClassifier network, ScanFindings findings, MeasuredTrigger[] measured)
    {
        var still = measured.Where(trigger => trigger.StillWorks).Select(trigger => trigger.Of).ToList();
        var found = InfectedIn(findings).Select(trigger => explore(network, trigger)).ToList();
        triggers.AddRange(found);
        return [.. still, .. found];
    }

    private (IRepairDraft Draft, IReadOnlyList<PruningCurve>? Curves) Repair(
        DifferentiableClassifier network, MitigationStep step, List<TriggerStarts> working, int round, CancellationToken cancellation)
    {
        using var copy = network.TrainableCopy();
        var curves = step.Apply(copy, [.. triggers.SelectMany(trigger => trigger.Lessons)], [.. working.SelectMany(trigger => trigger.Lessons)], round, cancellation);
        using var scope = torch.NewDisposeScope();
        using var some = samples.HeldOut.Slice(0, Math.Min(ProofImages, samples.HeldOut.Count));
        return (request.Drafts.Keep(copy, new RawImageClassifier(copy, samples.Preprocessing).Preprocess(some.Images)), curves);
    }

    private (RepairOutcome Outcome, string Reason)? Conclude(RepairState state, MeasuredTrigger[] measured, int round)
    {
        if (state.Verdict == Verdict.Inconclusive)
            return (RepairOutcome.Inconclusive, "the scan of the repaired model could not decide");
        if (ShortcomingOf(state, measured) is not { } shortcoming)
            return (RepairOutcome.Repaired, Describe(state));
        // Another round prunes for the triggers that a scan found, or for none.
        if (round < request.Options.MaximumRounds && (kind == MitigationKind.Unlearning || state.Verdict == Verdict.Infected))
            return null;
        return (RepairOutcome.NotRepaired, FormattableString.Invariant($"after {round} {(round == 1 ? "round" : "rounds")} {shortcoming}: {Describe(state)}"));
    }

    private static string? ShortcomingOf(RepairState state, MeasuredTrigger[] measured)
    {
        if (measured.Any(trigger => trigger.StillWorks))
            return "a reversed trigger still works";
        if (state.Verdict == Verdict.Infected)
            return "the scan still finds an infected label";
        return state.Weakest is { NormToMedian: < RepairOptions.MinimumResistance } weakest
            ? FormattableString.Invariant($"half of the images still go to label {weakest.Label} with a trigger of {weakest.NormToMedian:P0} of the median's size")
            : null;
    }

    private Candidate GivenUp(int[] labels, IReadOnlyList<PruningCurve>? curves, string reason)
    {
        rounds.Add(new RepairRound(labels, After: null, curves));
        watcher.Say($"  {reason}");
        return new Candidate(new RepairAttempt(kind, RepairOutcome.NotRepaired, reason, rounds), null, null, null, null, triggers);
    }

    private static string Describe(RepairState state) => FormattableString.Invariant(
        $"scan {state.Verdict.ToString().ToLowerInvariant()}, anomaly index {state.AnomalyIndex ?? double.NaN:0.00}; reversed triggers succeed on {state.LargestSuccess:P1} at most, stamped images right {state.TrueLabelAccuracy:P1}, clean images right {state.CleanAccuracy:P1}{DescribeResistance(state)}");

    private static string DescribeResistance(RepairState state) =>
        state.Weakest is { NormToMedian: { } ratio } ? FormattableString.Invariant($", the smallest trigger for half of the images {ratio:P0} of the median's size") : "";
}
