using ModelAssert.Artifacts;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.DormantPaths;
using ModelAssert.Engine.Samples;
using ModelAssert.Reporting;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Scanning;

/// <summary>A network that is ready to be scanned, and what its report says of it.</summary>
/// <param name="Network">The network; stays the caller's.</param>
/// <param name="Identity">The model's name and the digest of its file.</param>
/// <param name="Description">What is known of it besides.</param>
/// <param name="Cache">Where labels are looked up, or <see langword="null"/>.</param>
public sealed record NetworkToScan(DifferentiableClassifier Network, ModelIdentity Identity, ModelDescription? Description, ScanCache? Cache);

/// <summary>A scan from a network to files: samples read, labels reversed, artifacts written. What the outcome means to the caller is decided after that.</summary>
public static class NetworkScan
{
    /// <summary>Runs a scan.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="model">The model.</param>
    /// <param name="folder">Where the artifacts go.</param>
    /// <param name="clock">Started when the scan was.</param>
    /// <param name="progress">Told about every stage and step, from several threads.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <returns>The report, which is written.</returns>
    /// <exception cref="ModelAssertException">Something kept the scan from running.</exception>
    /// <exception cref="OperationCanceledException">The scan was stopped.</exception>
    public static ScanReport Run(
        ScanRequest request, NetworkToScan model, ArtifactFolder folder, ScanClock clock, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var samples = SampleLoader.Load(request.SamplesPath, model.Network.InputShape, model.Network.LabelCount);
        var options = request.Options with { Description = model.Description };
        var scanner = new BackdoorScanner(model.Network, model.Cache) { MaximumThreads = request.Threads ?? Environment.ProcessorCount };
        var findings = new GuardedScan(scanner, samples, request.SamplesPath).Run(options, progress, cancellation);

        progress?.Report(new ScanProgress(ScanStage.Writing));
        var report = Write(request, model, findings, samples, clock.Elapsed, folder);
        JobSummary.Append(folder);
        return report;
    }

    /// <summary>Composes the report of a finished scan, and writes its files.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="model">The model.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="samples">The samples that were given.</param>
    /// <param name="timing">What the scan cost.</param>
    /// <param name="folder">Where the files go.</param>
    /// <returns>The report.</returns>
    internal static ScanReport Write(ScanRequest request, NetworkToScan model, ScanFindings findings, CleanSamples samples, ScanTiming timing, ArtifactFolder folder)
    {
        var report = Compose(request, model, findings, samples, timing);
        ReportWriter.Write(folder, report, [.. findings.Triggers.Select(trigger => trigger.Trigger)], findings.Examples, [.. PairTriggersOf(report, findings), .. PathTriggersOf(report, findings)]);
        return report.In(folder.Path);
    }

    private static ScanReport Compose(ScanRequest request, NetworkToScan model, ScanFindings findings, CleanSamples samples, ScanTiming timing) => new()
    {
        Model = model.Identity,
        Description = model.Description,
        IsQuantized = model.Network.IsQuantized,
        Verdict = findings.Judgement.Verdict,
        Reasons = findings.Judgement.Reasons,
        Threshold = request.Options.AnomalyIndexThreshold,
        AnomalyIndex = findings.Judgement.AnomalyIndex,
        DetectableNorm = findings.Judgement.DetectableNorm,
        LabelCount = model.Network.LabelCount,
        Labels = [.. findings.Judgement.Labels.Zip(findings.Triggers, (judged, reversed) => new LabelResult
        {
            Label = judged.Label,
            Name = NameOf(judged.Label, model, samples),
            State = judged.State,
            AnomalyIndex = judged.AnomalyIndex,
            MaskL1Norm = reversed.Trigger.MaskL1Norm,
            NormToMedian = judged.NormToMedian,
            PValue = judged.PValue,
            Coverage = reversed.Trigger.Coverage,
            AttackSuccessRate = reversed.AttackSuccessRate,
            Converged = reversed.Converged,
            Steps = reversed.Steps,
            Norms = [.. reversed.Norms.TakeWhile(double.IsFinite).Select(norm => Math.Round(norm, 2))],
            Stopped = reversed.Stopped,
            FromPredecessor = reversed.FromPredecessor,
            ColdNorm = reversed.ColdNorm,
            NormInterval = reversed.NormInterval,
            Cached = reversed.Cached,
            Activation = findings.Activations.GetValueOrDefault(judged.Label),
            TriggerFiles = judged.State is LabelState.Infected or LabelState.Vulnerable ? ArtifactFolder.TriggerFilesOf(judged.Label) : null,
        })],
        Pairs = findings.Pairs is { } pairs ? [.. pairs.Judgement.Pairs.Zip(pairs.Pairs, (judged, found) => ResultOf(judged, found, label => NameOf(label, model, samples)))] : null,
        PairAnomalyIndex = findings.Pairs?.Judgement.AnomalyIndex,
        DormantPaths = findings.DormantPaths is { } paths ? [.. paths.Paths.Select(path => ResultOf(path, findings.Judgement.Verdict, label => NameOf(label, model, samples)))] : null,
        DormantGates = findings.DormantPaths?.Gates,
        Starts = findings.Starts,
        SecondLook = findings.SecondLook,
        ReferenceLabels = findings.References,
        Samples = findings.Samples with { Path = request.SamplesPath },
        Options = request.Options,
        Seed = request.Options.Seed,
        Engine = BackdoorScanner.Identity,
        Timing = timing,
        Power = MeasuredPower.Of(request.Options),
        ImportParity = findings.ImportParity,
    };

    private static PairResult ResultOf(PairJudgement judged, PairFinding found, Func<int, string?> nameOf) => new()
    {
        Source = judged.Source,
        SourceName = nameOf(judged.Source),
        Target = judged.Target,
        TargetName = nameOf(judged.Target),
        State = judged.State,
        AnomalyIndex = judged.AnomalyIndex,
        NormToExpected = judged.NormToExpected,
        NormIndex = judged.NormIndex,
        NormToMedian = judged.NormToMedian,
        MaskL1Norm = found.Reversed.Trigger.MaskL1Norm,
        Coverage = found.Reversed.Trigger.Coverage,
        AttackSuccessRate = found.Reversed.AttackSuccessRate,
        Spillover = double.IsFinite(found.Spillover) ? found.Spillover : null,
        Converged = found.Reversed.Converged,
        Steps = found.Reversed.Steps,
        Stopped = found.Reversed.Stopped,
        TriggerFiles = judged.State == LabelState.Infected ? ArtifactFolder.TriggerFilesOf(judged.Source, judged.Target) : null,
    };

    private static DormantPathResult ResultOf(DormantPath path, Verdict verdict, Func<int, string?> nameOf)
    {
        // A path makes a model infected, unless something keeps the whole scan from deciding.
        var result = path.Result(verdict == Verdict.Infected ? LabelState.Infected : LabelState.Inconclusive) with { TargetName = nameOf(path.Trigger.TargetLabel) };
        return result with { TriggerFiles = result.State == LabelState.Infected ? ArtifactFolder.TriggerFilesOf(Finding.Of(result).Id) : null };
    }

    private static IEnumerable<FindingTrigger> PairTriggersOf(ScanReport report, ScanFindings findings) => (report.Pairs ?? []).Zip(findings.Pairs?.Pairs ?? [])
        .Where(pair => pair.First.TriggerFiles is not null)
        .Select(pair => new FindingTrigger($"{pair.First.Source:000}_{pair.First.Target:000}", pair.First.TriggerFiles!, pair.Second.Reversed.Trigger, pair.Second.Examples));

    private static IEnumerable<FindingTrigger> PathTriggersOf(ScanReport report, ScanFindings findings) => (report.DormantPaths ?? []).Zip(findings.DormantPaths?.Paths ?? [])
        .Where(path => path.First.TriggerFiles is not null)
        .Select(path => new FindingTrigger(Finding.Of(path.First).Id.Replace(' ', '_'), path.First.TriggerFiles!, path.Second.Trigger, findings.Examples));

    private static string? NameOf(int label, NetworkToScan model, CleanSamples samples) =>
        samples.LabelNames.GetValueOrDefault(label) ?? model.Description?.LabelNames?.ElementAtOrDefault(label);
}
