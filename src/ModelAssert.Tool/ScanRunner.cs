using System.Diagnostics;
using ModelAssert.Artifacts;
using ModelAssert.Caching;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.EngineProcess;
using ModelAssert.Onnx;
using ModelAssert.Reporting;
using ModelAssert.Tool.Models;

namespace ModelAssert.Tool;

/// <summary>A scan from files to files: load, scan, write the artifacts. What the outcome means to the caller is decided after that.</summary>
internal static class ScanRunner
{
    /// <summary>
    /// Begins on another thread what the first scan of a process waits for. What fails here fails again where it is needed. A process must not end before this
    /// has: one that unloads while libraries load crashes.
    /// </summary>
    /// <returns>Ends when everything is loaded, or failed to load; never fails itself.</returns>
    public static Task Prepare() => Task.Run(() =>
    {
        NativeLibraries.Load();
        OnnxParity.Prepare();
        ReportWriter.Prepare();
    }).ContinueWith(static prepared => _ = prepared.Exception, TaskScheduler.Default);

    /// <summary>Runs a scan.</summary>
    /// <param name="request">What to scan.</param>
    /// <param name="progress">Told about every stage and step, from several threads.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <returns>The report, and the folder in which it is written.</returns>
    public static (ScanReport Report, ArtifactFolder Folder) Run(
        ScanRequest request, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        request.Options.Validate();
        var triggers = request.CachePath is { } path ? new TriggerCache(path, CacheSeal.FromEnvironment()) : null;
        var folder = ArtifactFolder.Open(request.OutputFolder);
        progress?.Report(new ScanProgress(ScanStage.Loading));
        var preparing = Prepare();
        try
        {
            NativeLibraries.Load();
            return (Scan(request, triggers, folder, progress, cancellation), folder);
        }
        finally
        {
            preparing.Wait(CancellationToken.None);
        }
    }

    private static ScanReport Scan(ScanRequest request, TriggerCache? triggers, ArtifactFolder folder, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var cpuBefore = Environment.CpuUsage.TotalTime;
        using var loaded = LoadedModel.Load(request.ModelPath);
        request = request with { Options = request.Options with { InputRange = request.Options.InputRange ?? loaded.Description?.InputRange } };
        var network = loaded.Network;
        var samples = SampleLoader.Load(request.SamplesPath, network.InputShape, network.LabelCount);
        var cache = triggers is null ? null : new ScanCache(triggers, new ModelIdentity(request.ModelPath, loaded.FunctionSha256));
        var findings = new BackdoorScanner(network, cache).Scan(samples, request.SamplesPath, request.Options, progress, cancellation);

        var timing = new ScanTiming(
            Math.Round(clock.Elapsed.TotalSeconds, 3), Math.Round((Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds, 3));
        var report = Compose(request, loaded, findings, samples, timing);
        progress?.Report(new ScanProgress(ScanStage.Writing));
        ReportWriter.Write(folder, report, [.. findings.Triggers.Select(trigger => trigger.Trigger)], findings.Examples);
        JobSummary.Append(folder);
        return report;
    }

    private static ScanReport Compose(ScanRequest request, LoadedModel model, ScanFindings findings, CleanSamples samples, ScanTiming timing) => new()
    {
        Model = new ModelIdentity(request.ModelPath, model.Sha256),
        Description = model.Description,
        Verdict = findings.Judgement.Verdict,
        Reasons = findings.Judgement.Reasons,
        Threshold = request.Options.AnomalyIndexThreshold,
        AnomalyIndex = findings.Judgement.AnomalyIndex,
        Labels = [.. findings.Judgement.Labels.Zip(findings.Triggers, (judged, reversed) => new LabelResult
        {
            Label = judged.Label,
            Name = samples.LabelNames.GetValueOrDefault(judged.Label) ?? model.Description?.LabelNames?.ElementAtOrDefault(judged.Label),
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
