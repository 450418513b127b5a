using System.Security.Cryptography;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Mitigation;

/// <summary>The scans that a mitigation begins and ends with.</summary>
/// <param name="request">How they are done.</param>
/// <param name="watcher">Shows how they go.</param>
internal sealed class MitigationScan(ScanRequest request, IRepairWatcher watcher)
{
    /// <summary>Scans a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="model">What is known of it.</param>
    /// <param name="samples">All samples.</param>
    /// <param name="cancellation">Stops the scan.</param>
    public (ScanFindings Findings, ScanTiming Timing) Run(DifferentiableClassifier network, NetworkToScan model, CleanSamples samples, CancellationToken cancellation)
    {
        var spent = new ScanClock();
        var scanner = new BackdoorScanner(network, model.Cache) { MaximumThreads = request.Threads ?? Environment.ProcessorCount };
        var findings = watcher.Watch(progress => scanner.Scan(samples, request.SamplesPath, OptionsOf(model), progress, cancellation));
        return (findings, spent.Elapsed);
    }

    /// <summary>The samples in the halves that a scan has them in, owned by the caller.</summary>
    public CheckedSamples Check(NetworkToScan model, CleanSamples samples) =>
        new SampleCheck(model.Network).Run(samples.Draw(request.Options.MaximumSamples, request.Options.Seed), OptionsOf(model), request.SamplesPath).Samples;

    /// <summary>The digest of a file that was written.</summary>
    public static string DigestOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>The options of all scans here. Triggers of pairs of labels are for images of one label, and no mitigation works with such.</summary>
    private ScanOptions OptionsOf(NetworkToScan model) => request.Options with { Description = model.Description, SourceSpecific = SourceSpecificScan.None };
}
