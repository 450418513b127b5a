using ModelAssert.Artifacts;
using ModelAssert.Digests;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Reporting;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation.Filtering;

/// <summary>
/// Makes a filter of an infected model: the same file with one more output, a score that is high for inputs with the trigger (Wang et al. 2019, section VI-A). A clean model has nothing to filter, and
/// no file is written then.
/// </summary>
/// <param name="request">What is asked.</param>
/// <param name="watcher">Is told how it goes.</param>
internal sealed class ModelFilter(FilterRequest request, IRepairWatcher watcher)
{
    /// <summary>The name of the folder with the report of the scan.</summary>
    public const string ScanFolderName = "scan";

    /// <summary>As many images prove that a file is the network with the score.</summary>
    private const int ProofImages = 128;

    /// <summary>As many clean images are to lie above a threshold, that it does not hang on a few (method, section 9).</summary>
    private const int ImagesAboveThreshold = 20;

    private readonly ScanClock clock = new();
    private readonly MitigationScan scan = new(request.Scan, watcher);

    /// <summary>Makes the filter.</summary>
    /// <param name="model">The model; stays the caller's, and as it is.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>What it came to; also written as <c>filter.json</c>.</returns>
    /// <exception cref="ModelAssertException">
    /// Something kept the scan from running; no filter can be made of the model (<c>MODELASSERT3003</c>); an option does not fit the model (<c>0040</c>); a file cannot be written (<c>0030</c>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public FilterReport Run(NetworkToScan model, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        request.Options.Validate();
        request.Scan.Options.Validate();
        RequireSafe(label => label < model.Network.LabelCount, $"a label of the model, 0 to {model.Network.LabelCount - 1}");
        // What cannot be done is said before the scan, not after it.
        var tap = model.Network.FindFilterTap();
        var folder = ArtifactFolder.Open(request.Scan.OutputFolder);
        RemoveOldReports(folder);
        ArtifactFolder.Open(Path.GetDirectoryName(Path.GetFullPath(request.OutputPath))!);

        var samples = SampleLoader.Load(request.Scan.SamplesPath, model.Network.InputShape, model.Network.LabelCount);
        using var fit = scan.Fit(model, samples);
        var findings = scan.Run(model, samples, fit, cancellation);
        NetworkScan.Write(request.Scan, model, findings, samples, clock.Elapsed, ArtifactFolder.Open(folder.PathOf(ScanFolderName)));

        var report = Conclude(model, findings, () => Make(model, tap, findings, fit.Ready, cancellation));
        ReportWriter.WriteFilter(folder, report);
        return report.In(folder.Path);
    }

    private FilterReport Conclude(NetworkToScan model, ScanFindings findings, Func<MadeFilter> make)
    {
        var (outcome, reason) = findings.Verdict switch
        {
            Verdict.Infected => (FilterOutcome.Written, "the filter rejects inputs that drive the neurons of the backdoor"),
            Verdict.Clean => (FilterOutcome.NothingToFilter, "the model is clean; there is nothing to filter"),
            _ => (FilterOutcome.Inconclusive, "the scan of the model could not decide"),
        };
        var made = outcome == FilterOutcome.Written ? make() : null;
        return new FilterReport
        {
            Outcome = outcome,
            Reason = reason,
            Model = model.Identity,
            Filter = made is null ? null : new ModelIdentity(request.OutputPath, ContentDigest.OfFile(request.OutputPath)),
            Layer = made?.Tap.Name,
            LayerNeurons = made?.Tap.Neurons,
            Labels = made?.Profiles ?? [],
            Threshold = made?.Threshold,
            FalseNegativeRate = made?.Figures.At(made.Threshold).FalseNegativeRate,
            AttackSuccessRate = made?.Figures.AttackSuccessRate,
            PassedSuccessRate = made?.Figures.PassedSuccessAt(made.Threshold),
            Auroc = made?.Figures.Auroc(),
            Curve = made?.Figures.Points() ?? [],
            CalibrationImages = made?.Figures.CleanImages,
            Warnings = made?.Warnings ?? [],
            Samples = findings.Samples with { Path = request.Scan.SamplesPath },
            ScanOptions = request.Scan.Options,
            Options = request.Options,
            Engine = Algorithm.Identity,
            Timing = clock.Elapsed,
        };
    }

    private MadeFilter Make(NetworkToScan model, FilterTap tap, ScanFindings findings, PreparedSamples ready, CancellationToken cancellation)
    {
        if (BeyondMitigation.Of(findings) is { } beyond)
            throw MitigationErrors.NotFilterable(model.Identity.Path, beyond);
        var infected = RepairLoop.InfectedIn(findings).ToList();
        RequireSafe(label => infected.All(trigger => trigger.TargetLabel != label), "a label that is not infected");
        watcher.Say($"filter: {(infected.Count == 1 ? "label" : "labels")} {string.Join(", ", infected.Select(trigger => trigger.TargetLabel).Order())}");
        TriggerStarts[] labels = [.. infected.Select(found => scan.StartsAround(model.Network, found, ready, cancellation))];

        var fit = new FilterFit(model.Network, tap, ready);
        var (formula, profiles) = fit.Learn(labels.Select(label => label.Lessons.ToList()));
        // Where no other start gave a trigger, the scan's own has to do, and is said to.
        var figures = new FilterFigures(fit.CleanScores(formula), [.. labels.SelectMany(label => label.Unseen.DefaultIfEmpty(label.Found)).SelectMany(trigger => fit.StampedScores(formula, trigger))]);
        var threshold = figures.ThresholdFor(request.Options.FalsePositiveRate);
        Write(model, tap, new FilterContent(formula, threshold, request.Options.FalsePositiveRate, request.Options.SafeLabel), ready);
        return new MadeFilter(tap, profiles, threshold, figures, [.. WarningsOf(figures, labels)]);
    }

    private void Write(NetworkToScan model, FilterTap tap, FilterContent content, PreparedSamples samples)
    {
        using var scope = torch.NewDisposeScope();
        using var some = samples.HeldOut.Slice(0, Math.Min(ProofImages, samples.HeldOut.Count));
        tap.Write(content, new RawImageClassifier(model.Network, samples.Preprocessing).Preprocess(some.Images), request.OutputPath);
    }

    private IEnumerable<string> WarningsOf(FilterFigures figures, TriggerStarts[] labels)
    {
        var wanted = (int)Math.Ceiling(ImagesAboveThreshold / request.Options.FalsePositiveRate);
        if (figures.CleanImages < wanted)
        {
            yield return FormattableString.Invariant(
                $"the threshold was calibrated on {figures.CleanImages} clean images; for a false-positive rate of {request.Options.FalsePositiveRate:P1} give samples for {wanted}, twice as many in all");
        }

        foreach (var label in labels.Where(label => label.Unseen.Count == 0))
            yield return $"no other start gave a trigger of label {label.Label}: its figures are those of the trigger that the filter was made of, and flatter";
    }

    private void RequireSafe(Func<int, bool> isSafe, string legal)
    {
        if (request.Options.SafeLabel is { } label && !isSafe(label))
            throw Errors.OptionOutOfRange("safe label", $"{label}", legal);
    }

    /// <summary>What an earlier run left is not to be taken for this one's.</summary>
    private static void RemoveOldReports(ArtifactFolder folder)
    {
        folder.Remove(ArtifactFile.OfFilter);
        if (Directory.Exists(folder.PathOf(ScanFolderName)))
            ArtifactFolder.Open(folder.PathOf(ScanFolderName)).RemoveOldArtifacts();
    }

    private sealed record MadeFilter(FilterTap Tap, IReadOnlyList<FilterProfile> Profiles, float Threshold, FilterFigures Figures, IReadOnlyList<string> Warnings);
}
