using System.Text.Json;
using ModelAssert.Caching;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.DormantPaths;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scheduling;
using ModelAssert.EngineProcess;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Scanning;

/// <summary>Scans a network for backdoors: checks it on clean samples, reverses the trigger of every label, and has them judged.</summary>
/// <param name="network">The network; stays the caller's.</param>
/// <param name="cache">
/// Where labels are looked up before they are reversed, and stored as soon as they are, so that a scan that was stopped resumes; or <see langword="null"/>.
/// </param>
public sealed class BackdoorScanner(DifferentiableClassifier network, ScanCache? cache = null)
{
    /// <summary>The version of everything that decides the numbers. Goes up when the same scan may give other ones.</summary>
    public const string AlgorithmVersion = "7";

    /// <summary>Who answers, as every report says it.</summary>
    public static EngineIdentity Identity { get; } = new(ProductVersion.Current, AlgorithmVersion);

    /// <summary>What the search for dormant paths may cost of what the triggers do, in passes of an image.</summary>
    private const double ShareOfScan = 0.2;

    /// <summary>How many labels are worked on at once. Changes no number of the report but its timing.</summary>
    /// <value>The default is the number of processors.</value>
    public int MaximumThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>Measures the network on samples as a scan would, and reverses nothing.</summary>
    /// <param name="samples">Clean, correctly labelled samples.</param>
    /// <param name="samplesPath">Where they come from, for errors.</param>
    /// <param name="options">What is asked.</param>
    /// <returns>The samples that were used, with the accuracy on them and the pixel range; and the proof of the import.</returns>
    /// <exception cref="ModelAssertException">Something would keep a scan from running.</exception>
    public (SamplesSummary Samples, ImportParity Parity) Check(CleanSamples samples, string samplesPath, ScanOptions options)
    {
        using var fit = Fit(samples, samplesPath, options);
        return (fit.Summary, fit.Parity);
    }

    /// <summary>Scans the network.</summary>
    /// <param name="samples">Clean, correctly labelled samples.</param>
    /// <param name="samplesPath">Where they come from, for errors.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="progress">Told about every stage and step, from several threads.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ModelAssertException">Something kept the scan from running.</exception>
    /// <exception cref="OperationCanceledException">The scan was stopped.</exception>
    public ScanFindings Scan(
        CleanSamples samples, string samplesPath, ScanOptions options, IProgress<ScanProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var fit = Fit(samples, samplesPath, options);
        return Scan(fit, options, progress, cancellation);
    }

    /// <summary>Checks samples as a scan with these options does, for those who need them after it too.</summary>
    /// <returns>The samples, which the caller disposes of.</returns>
    /// <exception cref="ModelAssertException">Something would keep a scan from running.</exception>
    internal FitSamples Fit(CleanSamples samples, string samplesPath, ScanOptions options)
    {
        options.Validate();
        LabelsToScan(options);
        var drawn = samples.Draw(options.MaximumSamples, options.Seed);
        return new SampleCheck(network).Run(drawn, options, samplesPath);
    }

    /// <summary>Scans the network on samples that were checked on it with the same options; they stay the caller's.</summary>
    internal ScanFindings Scan(FitSamples samples, ScanOptions options, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var labels = LabelsToScan(options);
        var (ready, summary, parity) = samples;
        progress = progress is null ? null : new DistinctWarnings(progress);
        progress?.Report(new ScanProgress(ScanStage.Checked) { Message = Describe(summary, parity), LabelCount = labels.Length });

        var deadline = new Deadline(options.TimeLimit);
        var plan = ScanPlan.For(options.Profile, labels.Length, network.InputShape, options.Seed);
        var paths = FindDormantPaths(ready, (long)(ShareOfScan * labels.Length * plan.Settings.ImagesPerLabel), options.Seed, progress, cancellation);
        var remark = CheckGradient(ready, isInfected: paths?.Paths.Count > 0);
        var (triggers, references) = FindAll(labels, plan, ready, summary.Sha256, options, options.Seed, deadline, progress, cancellation);
        var judgement = Decide(triggers, references, options);
        var starts = 1;
        // Among hundreds there are enough references to know the scatter by, and another start would cost as much as all the screening saves.
        if (options.Profile == ScanProfile.Fast && !plan.Screens && SecondStart.IsNeeded(judgement))
        {
            progress?.Report(new ScanProgress(ScanStage.Restarting) { Message = "the evidence is not clear: every label gets another start, and more steps" });
            // A long one, from noise: faint triggers over all of the image have to be taken to their end, and the norms of clean labels come to rest.
            triggers = Again(labels, HalvingPlan.Whole(InversionSettings.FromNoise(network.InputShape)), starts++);
            judgement = Decide(triggers, references, options);
        }

        // A model with a label that was not judged is not called clean, and what that label lacks may be effort. Where most are so, it is something else.
        int[] unjudged = [.. triggers.Where(trigger => trigger.Stopped is null && !trigger.Measurement.Works).Select(trigger => trigger.Trigger.TargetLabel)];
        if (!options.Profile.HasPublishedRule() && unjudged.Length is > 0 && unjudged.Length <= labels.Length / 2)
        {
            progress?.Report(new ScanProgress(ScanStage.Restarting) { Message = $"label {string.Join(", ", unjudged)} has no working trigger yet and gets more steps" });
            triggers = Again(unjudged, HalvingPlan.Whole(plan.Settings.Longer()), starts);
            judgement = Decide(triggers, references, options);
        }

        SecondLook? secondLook = null;
        if (!options.Profile.HasPublishedRule() && judgement.Verdict == Verdict.Infected)
        {
            secondLook = SecondLookAtMedian.Of(judgement, triggers, references);
            progress?.Report(new ScanProgress(ScanStage.Restarting) { Message = $"before a label is called infected, label {string.Join(", ", secondLook.Labels)} around the median get another start" });
            // These are taken to their end, as those were that the median is of.
            if (secondLook.Labels.Count > 0)
                triggers = Again([.. secondLook.Labels], HalvingPlan.Whole(plan.Settings), starts);
            judgement = SecondLookAtMedian.Settle(secondLook, Decide(triggers, references, options));
        }

        var pairs = options.SourceSpecific == SourceSpecificScan.None
            ? null
            : new SourceSpecificScanner(network, ready, labels, options).Run(deadline, MaximumThreads, progress, cancellation);
        RequireSameAnswers(ready);
        if (remark is not null)
            judgement = judgement with { Reasons = [.. judgement.Reasons, remark] };
        return new ScanFindings(
            judgement.With(pairs?.Judgement).With(paths?.Paths.Select(path => path.Result(LabelState.Infected)).ToArray()).Among(network.LabelCount, summary), triggers, references, summary, parity, ready.ExamplesOf(null))
        {
            Pairs = pairs,
            DormantPaths = paths,
            Activations = ActivationEvidence.Of(network, FlaggedOf(triggers, judgement), ready),
            Starts = starts,
            SecondLook = secondLook,
        };

        // Some labels from another start; each keeps its smallest trigger that works.
        ReversedTrigger[] Again(int[] some, ScanPlan whole, int start)
        {
            var (others, _) = FindAll(
                some, whole, ready, summary.Sha256, options, SecondStart.SeedOf(options.Seed, start), deadline, progress is null ? null : new WarningsOnly(progress), cancellation);
            return SecondStart.Better(triggers, others);
        }
    }

    /// <summary>The paths that no clean image takes, or <see langword="null"/> where the network cannot be seen into.</summary>
    private DormantPathFindings? FindDormantPaths(CheckedSamples samples, long mostPasses, int seed, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        if (network.FindGates() is not { } gates)
            return null;
        progress?.Report(new ScanProgress(ScanStage.WakingGates) { Message = "looking for paths that no clean image takes" });
        return new DormantPathSearch(new RawImageClassifier(network, samples.Preprocessing), gates, samples, mostPasses, seed).Run(cancellation);
    }

    /// <summary>Refuses a network whose gradient misleads, unless it is known for infected already: then that is said of its labels, and no more.</summary>
    private string? CheckGradient(CheckedSamples samples, bool isInfected)
    {
        try
        {
            new GradientCheck(network).Require(samples);
            return null;
        }
        catch (ModelAssertException e) when (isInfected)
        {
            return $"{e.Cause} The triggers of its labels say little.";
        }
    }

    /// <summary>A model that answered otherwise while it was scanned, or does so now, was not the one that was judged.</summary>
    private void RequireSameAnswers(CheckedSamples samples)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        network.RequireSameAnswers(new RawImageClassifier(network, samples.Preprocessing).Preprocess(samples.All.Images.narrow(0, 0, Math.Min(SameAnswers.MostImages, samples.All.Count))));
    }

    private static Trigger[] FlaggedOf(ReversedTrigger[] triggers, Judgement judgement) =>
        [.. triggers.Select(reversed => reversed.Trigger).Zip(judgement.Labels).Where(label => label.Second.State is LabelState.Infected or LabelState.Vulnerable).Select(label => label.First)];

    private static Judgement Decide(IEnumerable<ReversedTrigger> triggers, IReadOnlyList<int>? references, ScanOptions options) => Judge.Decide(
        [.. triggers.Select(reversed => reversed.Measurement)], options.AnomalyIndexThreshold, references, options.Profile.HasPublishedRule());

    private int[] LabelsToScan(ScanOptions options)
    {
        int[] labels = options.Labels is null ? [.. Enumerable.Range(0, network.LabelCount)] : [.. options.Labels.Order()];
        return labels[^1] < network.LabelCount ? labels : throw PreflightErrors.LabelNotInModel(labels[^1], network.LabelCount);
    }

    private (ReversedTrigger[] Triggers, IReadOnlyList<int>? References) FindAll(
        int[] labels, ScanPlan plan, CheckedSamples samples, string samplesSha256, ScanOptions options, int startSeed, Deadline deadline,
        IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var classifier = new RawImageClassifier(network, samples.Preprocessing);
        var reverser = new TriggerReverser(classifier, network.InputShape, plan.Settings, startSeed, LogitTemperature.Of(classifier, samples.Optimisation));
        var known = cache is null ? null : new LabelCache(
            cache, KeyOfAny(cache.Model, samples, samplesSha256, options, startSeed, plan, labels), network.InputShape,
            (trigger, stopped) => reverser.SuccessRate(trigger, samples.HeldOut, stopped),
            warning => progress?.Report(new ScanProgress(ScanStage.Warning) { Warning = warning }));
        LabelRun[] runs = [.. labels.Select(label => new LabelRun(new TriggerAim(label), () => reverser.Start(new TriggerAim(label), samples.Optimisation)))];
        try
        {
            var race = new LabelRace(
                runs, new LabelScan(reverser, samples, known, labels.Length, progress), deadline, MaximumThreads, cancellation);
            race.LookUp();
            var references = OfSamples(plan.Run(race), labels, samples);
            known?.Trim();
            return (NormEstimates.Complete([.. runs.Select(run => run.Result!.Or(run.Predecessor))]), references);
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
    private static IReadOnlyList<int>? OfSamples(IReadOnlyList<int>? references, int[] labels, CheckedSamples samples)
    {
        var shown = samples.All.Labels.ToHashSet();
        if (labels.All(shown.Contains))
            return references;
        int[] both = [.. (references ?? labels).Where(shown.Contains)];
        return both.Length >= Judge.MinimumLabels ? both : references;
    }

    private static CacheKey KeyOfAny(ModelIdentity model, CheckedSamples samples, string samplesSha256, ScanOptions options, int startSeed, ScanPlan plan, int[] labels) => new()
    {
        ModelSha256 = model.Sha256,
        SamplesSha256 = samplesSha256,
        StoredRange = samples.StoredRange,
        Preprocessing = samples.Preprocessing,
        Profile = options.Profile,
        // JSON takes every property, one that is added tomorrow too. Where labels are stopped early, what one came to depends on which others there are.
        Settings = JsonSerializer.Serialize(plan.Settings) + (plan.Screens ? $" among {string.Join(',', labels)}" : ""),
        Seed = startSeed,
        Label = 0,
        AlgorithmVersion = AlgorithmVersion,
    };

    private static string Describe(SamplesSummary samples, ImportParity parity) => FormattableString.Invariant(
        $"accuracy {samples.Accuracy:P1} on {samples.Count + samples.LeftOut} clean samples, pixels in {samples.Preprocessing?.Used.Name ?? samples.InputRange.ToString()}; import within {parity.MaxAbsDifference:0.0e+0} of the original runtime");
}
