using System.Text.Json;
using ModelAssert.Caching;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Neurons;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scheduling;
using ModelAssert.Engine.Twins;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.TriggerNorms;

/// <summary>
/// Neural Cleanse (Wang et al. 2019): reverses the smallest trigger of every label, and has their sizes judged beside each other. Where the verdict may hang on the luck of a start, some or all of them get another.
/// </summary>
internal sealed class TriggerNormDetector : IDetector
{
    /// <inheritdoc />
    public Detector Kind => Detector.TriggerNorms;

    /// <inheritdoc />
    public string Sees => "Triggers that take images of all labels to one: a label whose trigger is abnormally small.";

    /// <inheritdoc />
    public string Method => "The smallest trigger of every label is reversed by gradient descent on clean images and measured on others; labels are judged by its size beside that of the others.";

    /// <inheritdoc />
    public bool TrustsGradient => true;

    /// <inheritdoc />
    public DetectorFindings Run(ScanContext scan)
    {
        var (labels, options, plan) = (scan.Labels, scan.Options, scan.Plan);
        // Labels of many that are looked at alone are another matter: there the others were left out.
        if (scan.Network.LabelCount < Judge.MinimumLabels && labels.Length == scan.Network.LabelCount)
            return AgainstTwins(scan);
        if (labels.Length < Judge.MinimumLabels)
            scan.Tell(ScanStage.Detecting, $"an outlier among fewer than {Judge.MinimumLabels} labels does not exist: the triggers are reversed for the report and cannot decide");
        var (triggers, references) = FindAll(scan, labels, plan, options.Seed, scan.Progress);
        var judgement = Decide(triggers, references, options);
        var starts = 1;
        // Among hundreds there are enough references to know the scatter by, and another start would cost as much as all the screening saves.
        if (options.Profile == ScanProfile.Fast && !plan.Screens && SecondStart.IsNeeded(judgement))
        {
            scan.Tell(ScanStage.Restarting, "the evidence is not clear: every label gets another start, and more steps");
            // A long one, from noise: faint triggers over all of the image have to be taken to their end, and the norms of clean labels come to rest.
            triggers = Again(labels, HalvingPlan.Whole(InversionSettings.FromNoise(scan.Network.InputShape)), starts++);
            judgement = Decide(triggers, references, options);
        }

        // A model with a label that was not judged is not called clean, and what that label lacks may be effort. Where most are so, it is something else.
        if (!options.Profile.HasPublishedRule() && Unjudged() is { Length: > 0 } unjudged && unjudged.Length <= labels.Length / 2)
        {
            scan.Tell(ScanStage.Restarting, $"label {string.Join(", ", unjudged)} has no working trigger yet and gets more steps");
            triggers = Again(unjudged, HalvingPlan.Whole(plan.Settings.Longer()), starts);
            if (Unjudged() is { Length: > 0 } still)
            {
                scan.Tell(ScanStage.Restarting, $"label {string.Join(", ", still)} has none even so and begins with a whole image");
                triggers = [.. Again(still, HalvingPlan.Whole(plan.Settings.WholeImage()), starts).Select(trigger => still.Contains(trigger.Trigger.TargetLabel) ? trigger with { IsUpperBound = true } : trigger)];
            }

            judgement = Decide(triggers, references, options);
        }

        SecondLook? secondLook = null;
        if (!options.Profile.HasPublishedRule() && judgement.Verdict == Verdict.Infected)
        {
            secondLook = SecondLookAtMedian.Of(judgement, triggers, references);
            scan.Tell(ScanStage.Restarting, $"before a label is called infected, label {string.Join(", ", secondLook.Labels)} around the median get another start");
            // These are taken to their end, as those were that the median is of.
            if (secondLook.Labels.Count > 0)
                triggers = Again([.. secondLook.Labels], HalvingPlan.Whole(plan.Settings), starts);
            judgement = SecondLookAtMedian.Settle(secondLook, Decide(triggers, references, options));
        }

        return new TriggerNormFindings(judgement, triggers, references)
        {
            Activations = ActivationEvidence.Of(scan.Network, FlaggedOf(triggers, judgement), scan.Samples),
            Starts = starts,
            SecondLook = secondLook,
        };

        int[] Unjudged() => [.. triggers.Where(trigger => trigger.Stopped is null && !trigger.Measurement.Works).Select(trigger => trigger.Trigger.TargetLabel)];

        // Some labels from another start; each keeps its smallest trigger that works.
        ReversedTrigger[] Again(int[] some, ScanPlan whole, int start)
        {
            var (others, _) = FindAll(scan, some, whole, SecondStart.SeedOf(options.Seed, start), scan.Progress is { } progress ? new WarningsOnly(progress) : null);
            return SecondStart.Better(triggers, others);
        }
    }

    /// <summary>Too few labels to be held against each other: they are held against those of networks that have learnt nothing but the samples.</summary>
    private static TriggerNormFindings AgainstTwins(ScanContext scan)
    {
        var (triggers, _) = FindAll(scan, scan.Labels, scan.Plan, scan.Options.Seed, scan.Progress);
        var (norms, whyNot) = CleanTwins.Norms(scan, twin => FindAll(twin, twin.Labels, twin.Plan, twin.Options.Seed, null).Triggers);
        var judgement = Judge.Decide([.. triggers.Zip(norms, (reversed, twins) => reversed.Measurement with { TwinNorms = twins })], scan.Options.AnomalyIndexThreshold);
        if (whyNot is not null && judgement.Verdict == Verdict.Inconclusive)
            judgement = judgement with { Reasons = [.. judgement.Reasons, whyNot] };
        return new TriggerNormFindings(judgement, triggers, References: null)
        {
            Activations = ActivationEvidence.Of(scan.Network, FlaggedOf(triggers, judgement), scan.Samples),
            TwinNorms = norms,
        };
    }

    private static Trigger[] FlaggedOf(ReversedTrigger[] triggers, Judgement judgement) =>
        [.. triggers.Select(reversed => reversed.Trigger).Zip(judgement.Labels).Where(label => label.Second.State is LabelState.Infected or LabelState.Vulnerable).Select(label => label.First)];

    private static Judgement Decide(IEnumerable<ReversedTrigger> triggers, IReadOnlyList<int>? references, ScanOptions options) => Judge.Decide(
        [.. triggers.Select(reversed => reversed.Measurement)], options.AnomalyIndexThreshold, references, options.Profile.HasPublishedRule());

    private static (ReversedTrigger[] Triggers, IReadOnlyList<int>? References) FindAll(ScanContext scan, int[] labels, ScanPlan plan, int startSeed, IProgress<ScanProgress>? progress)
    {
        var (samples, shape) = (scan.Samples, scan.Network.InputShape);
        var reverser = new TriggerReverser(scan.Classifier, shape, plan.Settings, startSeed, scan.Temperature);
        var known = scan.Cache is not { } cache ? null : new LabelCache(
            cache, KeyOfAny(scan, cache.Model, startSeed, plan, labels), shape,
            (trigger, stopped) => reverser.SuccessRate(trigger, samples.HeldOut, stopped),
            warning => progress?.Report(new ScanProgress(ScanStage.Warning) { Warning = warning }));
        LabelRun[] runs = [.. labels.Select(label => new LabelRun(new TriggerAim(label), () => reverser.Start(new TriggerAim(label), samples.Optimisation)))];
        try
        {
            var scheduler = new LabelScheduler(
                runs, new LabelScan(reverser, samples, known, scan.Proposals, labels.Length, progress), scan.Deadline, scan.MaximumThreads, scan.Cancellation);
            scheduler.LookUp();
            var references = OfSamples(plan.Run(scheduler), labels, samples);
            known?.Trim();
            return (NormEstimates.Complete([.. runs.Select(run => run.Result!.Or(run.Proposal))]), references);
        }
        finally
        {
            foreach (var run in runs)
                run.Dispose();
        }
    }

    /// <summary>
    /// The labels that stand for all: only those that samples have. A model can be given labels that no image has, with whatever triggers make the median what it should be.
    /// </summary>
    private static IReadOnlyList<int>? OfSamples(IReadOnlyList<int>? references, int[] labels, PreparedSamples samples)
    {
        var shown = samples.All.Labels.ToHashSet();
        if (labels.All(shown.Contains))
            return references;
        int[] both = [.. (references ?? labels).Where(shown.Contains)];
        return both.Length >= Judge.MinimumLabels ? both : references;
    }

    private static CacheKey KeyOfAny(ScanContext scan, ModelIdentity model, int startSeed, ScanPlan plan, int[] labels) => new()
    {
        ModelSha256 = model.Sha256,
        SamplesSha256 = scan.SamplesSha256,
        StoredRange = scan.Samples.StoredRange,
        Preprocessing = scan.Samples.Preprocessing,
        Profile = scan.Options.Profile,
        // JSON takes every property, one that is added tomorrow too. Where labels are stopped early, what one came to depends on which others there are.
        Settings = JsonSerializer.Serialize(plan.Settings) + (plan.Screens ? $" among {string.Join(',', labels)}" : ""),
        Seed = startSeed,
        Label = 0,
        AlgorithmVersion = Algorithm.Version,
    };
}
