using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scheduling;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Scanning;

/// <summary>Scans a network for backdoors: checks it on clean samples, has every detector look at it, and makes one verdict of what they say.</summary>
/// <param name="network">The network; stays the caller's.</param>
/// <param name="cache">
/// Where labels are looked up before they are reversed, and stored as soon as they are, so that a scan that was stopped resumes; or <see langword="null"/>.
/// </param>
internal sealed class BackdoorScanner(DifferentiableClassifier network, ScanCache? cache = null)
{
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

        var scan = new ScanContext(network, ready, summary.Sha256, labels, options, new Deadline(options.TimeLimit))
        {
            Cache = cache,
            MaximumThreads = MaximumThreads,
            Progress = progress,
            Cancellation = cancellation,
        };
        var (first, others) = DetectorSet.Of(options);
        var detections = first.ConvertAll(detector => RanDetector.Run(detector, scan));
        var remark = others.Count == 0 ? null : CheckGradient(ready, isInfected: Conclude(detections).Verdict == Verdict.Infected);
        scan = scan with { Proposals = [.. detections.SelectMany(ran => ran.Findings.Proposals)] };
        foreach (var detector in others)
        {
            detections.Add(RanDetector.Run(detector, scan));
            scan = scan with { MedianNorm = scan.MedianNorm ?? detections[^1].Findings.MedianNorm };
        }

        RequireSameAnswers(scan);

        detections.Sort((one, other) => one.Detector.Kind.CompareTo(other.Detector.Kind));
        var findings = new ScanFindings(Conclude(detections).And(remark), detections, summary, parity, ready.ExamplesOf(null));
        return findings with { Conclusion = findings.Conclusion.Among(findings.Labels?.Triggers.Count ?? 0, network.LabelCount, summary) };
    }

    private static Conclusion Conclude(IEnumerable<RanDetector> detections) => Conclusion.Combine(detections.Select(detection => detection.Conclusion).OfType<Conclusion>());

    /// <summary>Refuses a network whose gradient misleads, unless it is known for infected already: then that is said of its labels, and no more.</summary>
    private string? CheckGradient(PreparedSamples samples, bool isInfected)
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
    private static void RequireSameAnswers(ScanContext scan)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var all = scan.Samples.All;
        scan.Network.RequireSameAnswers(scan.Classifier.Preprocess(all.Images.narrow(0, 0, Math.Min(SameAnswers.MostImages, all.Count))));
    }

    private int[] LabelsToScan(ScanOptions options)
    {
        int[] labels = options.Labels is null ? [.. Enumerable.Range(0, network.LabelCount)] : [.. options.Labels.Order()];
        return labels[^1] < network.LabelCount ? labels : throw PreflightErrors.LabelNotInModel(labels[^1], network.LabelCount);
    }

    private static string Describe(SamplesSummary samples, ImportParity parity) => FormattableString.Invariant(
        $"accuracy {samples.Accuracy:P1} on {samples.Count + samples.LeftOut} clean samples, pixels in {samples.Preprocessing?.Used.Name ?? samples.InputRange.ToString()}; import within {parity.MaxAbsDifference:0.0e+0} of the original runtime");
}
