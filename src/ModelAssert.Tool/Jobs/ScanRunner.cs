using ModelAssert.Artifacts;
using ModelAssert.Caching;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Scanning;
using ModelAssert.EngineProcess;
using ModelAssert.Onnx.Parity;
using ModelAssert.Reporting;
using ModelAssert.Tool.Models;

namespace ModelAssert.Tool.Jobs;

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
    /// <param name="job">What to scan.</param>
    /// <param name="progress">Told about every stage and step, from several threads.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <returns>The report, which is written.</returns>
    public static ScanReport Run(ScanJob job, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        var request = job.Scan;
        request.Options.Validate();
        var triggers = CacheOf(request);
        var folder = ArtifactFolder.Open(request.OutputFolder);
        progress.Report(new ScanProgress(ScanStage.Loading));
        return Prepared(() => Scan(request, triggers, folder, progress, cancellation));
    }

    /// <summary>Does the work of a command for which everything must be loaded, while the rest of that is loaded.</summary>
    /// <param name="work">The work; libtorch is there.</param>
    /// <returns>What the work returned, once nothing is loading any more.</returns>
    public static T Prepared<T>(Func<T> work)
    {
        var preparing = Prepare();
        try
        {
            NativeLibraries.Load();
            return work();
        }
        finally
        {
            preparing.Wait(CancellationToken.None);
        }
    }

    /// <summary>Where the labels of a request are looked up, or <see langword="null"/> if they are not.</summary>
    /// <exception cref="ModelAssertException">The secret of the seal is illegal.</exception>
    public static TriggerCache? CacheOf(ScanRequest request) => request.CachePath is { } path ? new TriggerCache(path, CacheSeal.FromEnvironment()) : null;

    private static ScanReport Scan(ScanRequest request, TriggerCache? triggers, ArtifactFolder folder, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        var clock = new ScanClock();
        using var loaded = LoadedModel.Load(request.ModelPath, request.Options.Description);
        loaded.Network.MoveTo(Accelerator.Find(request.Device));
        return NetworkScan.Run(request, loaded.ToScan(request.ModelPath, triggers), folder, clock, progress, cancellation);
    }
}
