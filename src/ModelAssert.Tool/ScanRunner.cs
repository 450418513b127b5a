using System.Diagnostics;
using ModelAssert.Artifacts;
using ModelAssert.Caching;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.EngineProcess;
using ModelAssert.Onnx;
using ModelAssert.Reporting;

namespace ModelAssert.Tool;

/// <summary>A scan from files to files: load, scan, write the artifacts. What the outcome means to the caller is decided after that.</summary>
internal static class ScanRunner
{
    /// <summary>Begins on other threads what the first scan of a process waits for. What fails here fails again where it is needed.</summary>
    public static void Prepare()
    {
        _ = Task.Run(() =>
        {
            NativeLibraries.Load();
            OnnxParity.Prepare();
            ReportWriter.Prepare();
        });
    }

    /// <summary>Runs a scan.</summary>
    /// <param name="request">What to scan.</param>
    /// <param name="progress">Told about every stage and step, from several threads.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <returns>The report, and the folder in which it is written.</returns>
    public static (ScanReport Report, ArtifactFolder Folder) Run(
        ScanRequest request, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        request.Options.Validate();
        var folder = ArtifactFolder.Open(request.OutputFolder);
        progress?.Report(new ScanProgress(ScanStage.Loading));
        Prepare();
        NativeLibraries.Load();
        return (Scan(request, folder, progress, cancellation), folder);
    }

    private static ScanReport Scan(ScanRequest request, ArtifactFolder folder, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var cpuBefore = Environment.CpuUsage.TotalTime;
        using var network = OnnxClassifier.Load(request.ModelPath);
        var samples = SampleLoader.Load(request.SamplesPath, network.InputShape, network.LabelCount);
        var model = new ModelIdentity(request.ModelPath, network.Sha256);
        var cache = request.CachePath is { } path ? new ScanCache(new TriggerCache(path, CacheSeal.FromEnvironment()), model) : null;
        var findings = new BackdoorScanner(network, cache).Scan(samples, request.SamplesPath, request.Options, progress, cancellation);

        var timing = new ScanTiming(
            Math.Round(clock.Elapsed.TotalSeconds, 3), Math.Round((Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds, 3));
        var report = Compose(request, findings, samples, model, timing);
        progress?.Report(new ScanProgress(ScanStage.Writing));
        ReportWriter.Write(folder, report, [.. findings.Triggers.Select(trigger => trigger.Trigger)], findings.Examples);
        JobSummary.Append(folder);
        return report;
    }

    private static ScanReport Compose(ScanRequest request, ScanFindings findings, CleanSamples samples, ModelIdentity model, ScanTiming timing) => new()
    {
        Model = model,
        Verdict = findings.Judgement.Verdict,
        Reasons = findings.Judgement.Reasons,
        Threshold = request.Options.AnomalyIndexThreshold,
        AnomalyIndex = findings.Judgement.AnomalyIndex,
        Labels = [.. findings.Judgement.Labels.Zip(findings.Triggers, (judged, reversed) => new LabelResult
        {
            Label = judged.Label,
            Name = samples.LabelNames.GetValueOrDefault(judged.Label),
            State = judged.State,
            AnomalyIndex = judged.AnomalyIndex,
            MaskL1Norm = reversed.Trigger.MaskL1Norm,
            NormToMedian = judged.NormToMedian,
            Coverage = reversed.Trigger.Coverage,
            AttackSuccessRate = reversed.AttackSuccessRate,
            Converged = reversed.Converged,
            Steps = reversed.Steps,
            Cached = reversed.Cached,
            TriggerFiles = judged.State is LabelState.Infected or LabelState.Vulnerable ? ArtifactFolder.TriggerFilesOf(judged.Label) : null,
        })],
        Samples = findings.Samples with { Path = request.SamplesPath },
        Options = request.Options,
        Seed = request.Options.Seed,
        Engine = new EngineIdentity(ProductVersion.Current, BackdoorScanner.AlgorithmVersion),
        Timing = timing,
        ImportParity = findings.ImportParity,
    };
}
