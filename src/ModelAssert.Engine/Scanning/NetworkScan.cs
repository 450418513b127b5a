using ModelAssert.Engine.Detectors;
using ModelAssert.Artifacts;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;
using ModelAssert.Reporting;

namespace ModelAssert.Engine.Scanning;

/// <summary>A network that is ready to be scanned, and what its report says of it.</summary>
/// <param name="Network">The network; stays the caller's.</param>
/// <param name="Identity">The model's name and the digest of its file.</param>
/// <param name="Description">What is known of it besides.</param>
/// <param name="Cache">Where labels are looked up, or <see langword="null"/>.</param>
internal sealed record NetworkToScan(DifferentiableClassifier Network, ModelIdentity Identity, ModelDescription? Description, ScanCache? Cache);

/// <summary>A scan from a network to files: samples read, labels reversed, artifacts written. What the outcome means to the caller is decided after that.</summary>
internal static class NetworkScan
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
        ReportWriter.Write(folder, report, [.. (findings.Labels?.Triggers ?? []).Select(reversed => reversed.Trigger)], findings.Examples, [.. findings.Detections.SelectMany(ran => ran.Findings.TriggersIn(report))]);
        return report.In(folder.Path);
    }

    private static ScanReport Compose(ScanRequest request, NetworkToScan model, ScanFindings findings, CleanSamples samples, ScanTiming timing)
    {
        var report = new ScanReport
        {
            Model = model.Identity,
            Description = model.Description,
            IsQuantized = model.Network.IsQuantized,
            Verdict = findings.Verdict,
            Reasons = findings.Reasons,
            Threshold = request.Options.AnomalyIndexThreshold,
            LabelCount = model.Network.LabelCount,
            Labels = [],
            Detections = [.. findings.Detections.Select(ran => ran.Describe(NameOf))],
            Samples = findings.Samples with { Path = request.SamplesPath },
            Options = request.Options,
            Seed = request.Options.Seed,
            Engine = Algorithm.Identity,
            Timing = timing with { Detectors = findings.Detections.ToDictionary(ran => ran.Detector.Kind.ToName(), ran => ran.Seconds) },
            Power = MeasuredPower.Of(request.Options),
            ImportParity = findings.ImportParity,
        };
        return findings.Detections.Aggregate(report, (known, ran) => ran.Findings.AddTo(known, NameOf));

        string? NameOf(int label) => samples.LabelNames.GetValueOrDefault(label) ?? model.Description?.LabelNames?.ElementAtOrDefault(label);
    }
}
