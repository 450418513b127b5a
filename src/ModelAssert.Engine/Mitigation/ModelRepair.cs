using ModelAssert.Artifacts;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Reporting;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// Repairs a model: scans it, tries what is asked, scans the results, and hands the best one over in the model's own format. A model that is clean is left alone, and one that
/// is not repaired is not written.
/// </summary>
/// <param name="request">What is asked.</param>
/// <param name="watcher">Is told how it goes.</param>
internal sealed class ModelRepair(RepairRequest request, IRepairWatcher watcher)
{
    /// <summary>The name of the folder with the report of the model as it came.</summary>
    public const string BeforeFolderName = "before";

    /// <summary>The name of the folder with the report of the repaired model.</summary>
    public const string AfterFolderName = "after";

    private readonly ScanClock clock = new();
    private readonly Dictionary<Trigger, TriggerStarts> explored = [];
    private readonly ScanOptions options = request.Scan.Options;
    private readonly MitigationScan scan = new(request.Scan, watcher);

    /// <summary>Runs the repair.</summary>
    /// <param name="model">The model as it came; stays the caller's, and as it is.</param>
    /// <param name="cancellation">Stops the repair.</param>
    /// <returns>What it came to; also written as <c>repair.json</c>.</returns>
    /// <exception cref="ModelAssertException">
    /// Something kept a scan from running; the model cannot be trained (<c>MODELASSERT3001</c>) or has nothing that could be pruned (<c>3002</c>); a file cannot be
    /// written (<c>0030</c>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The repair was stopped.</exception>
    public RepairReport Run(NetworkToScan model, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        request.Options.Validate();
        options.Validate();
        var folder = ArtifactFolder.Open(request.Scan.OutputFolder);
        RemoveOldReports(folder);

        var samples = SampleLoader.Load(request.Scan.SamplesPath, model.Network.InputShape, model.Network.LabelCount);
        using var fit = scan.Fit(model, samples);
        var findings = scan.Run(model, samples, fit, cancellation);
        NetworkScan.Write(request.Scan, model, findings, samples, clock.Elapsed, ArtifactFolder.Open(folder.PathOf(BeforeFolderName)));

        var report = Repair(model, findings, samples, fit.Ready, folder, cancellation);
        ReportWriter.WriteRepair(folder, report);
        return report.In(folder.Path);
    }

    private RepairReport Repair(
        NetworkToScan model, ScanFindings findings, CleanSamples samples, PreparedSamples ready, ArtifactFolder folder, CancellationToken cancellation)
    {
        var measure = new MitigationMeasure(ready.HeldOut, ready.Preprocessing);
        var beyond = BeyondMitigation.Of(findings);
        var candidates = findings.Verdict == Verdict.Infected && beyond is null ? TryAll(model, findings, samples, ready, cancellation) : [];
        var best = Candidate.BestOf(candidates);
        var repaired = best?.Draft!.Publish();
        if (repaired is not null)
            NetworkScan.Write(request.Scan, model with { Identity = repaired }, best!.Findings!, samples, best.Timing!, ArtifactFolder.Open(folder.PathOf(AfterFolderName)));

        var (outcome, reason) = beyond is null ? Conclude(findings.Verdict, candidates, best) : (RepairOutcome.NotRepaired, beyond);
        IReadOnlyList<TriggerStarts> triggers = best?.Triggers ?? (candidates.Count == 0 ? [] : [.. RepairLoop.InfectedIn(findings).Select(trigger => explored[trigger])]);
        var labels = TriggerStarts.LabelsOf(triggers);
        return new RepairReport
        {
            Outcome = outcome,
            Reason = reason,
            Original = model.Identity,
            Repaired = repaired,
            Mitigation = best?.Attempt.Mitigation,
            Labels = labels,
            Before = RepairLoop.StateOf(
                findings, measure.CleanAccuracy(model.Network), MeasuredTrigger.All(triggers, model.Network, measure, request.Options.MaximumAttackSuccessRate)) with
            {
                Resistance = labels.Length == 0 ? [] : scan.AdversaryOf(ready, findings).ResistanceOf(model.Network, labels, cancellation),
            },
            After = best?.State,
            Attempts = [.. candidates.Select(candidate => candidate.Attempt)],
            Samples = findings.Samples with { Path = request.Scan.SamplesPath },
            ScanOptions = options,
            Options = request.Options,
            Engine = Algorithm.Identity,
            Timing = clock.Elapsed,
        };
    }

    private List<Candidate> TryAll(NetworkToScan model, ScanFindings findings, CleanSamples samples, PreparedSamples ready, CancellationToken cancellation)
    {
        var kinds = KindsFor(model);
        return [.. kinds.Select(kind => new RepairLoop(
                kind, request, ready, network => scan.Run(network, model, samples, ready.Preprocessing, cancellation), (network, trigger) => Explore(network, trigger, ready, cancellation),
                scan.AdversaryOf(ready, findings), watcher)
            .Run(model.Network, findings, cancellation))];
    }

    /// <summary>Triggers of other starts. Each mitigation begins with those of the model as it came.</summary>
    private TriggerStarts Explore(DifferentiableClassifier network, Trigger found, PreparedSamples ready, CancellationToken cancellation)
    {
        if (!explored.TryGetValue(found, out var starts))
            explored.Add(found, starts = scan.StartsAround(network, found, ready, cancellation));
        return starts;
    }

    /// <summary>What is tried, in order of cost.</summary>
    private MitigationKind[] KindsFor(NetworkToScan model)
    {
        if (request.Options.Method == RepairMethod.Unlearn)
            return [MitigationKind.Unlearning];

        using var copy = model.Network.TrainableCopy();
        MitigationKind[] prunings = [.. ((MitigationKind[])[MitigationKind.LastConvolutionPruning, MitigationKind.PenultimatePruning]).Where(kind => MitigationStep.LayerOf(copy, kind) is not null)];
        if (request.Options.Method == RepairMethod.Auto)
            return [.. prunings, MitigationKind.Unlearning];
        return prunings.Length > 0 ? prunings : throw MitigationErrors.NothingToPrune(model.Identity.Path);
    }

    private static (RepairOutcome Outcome, string Reason) Conclude(Verdict verdict, List<Candidate> candidates, Candidate? best)
    {
        if (verdict == Verdict.Clean)
            return (RepairOutcome.NothingToRepair, "the model is clean; it was left alone");
        if (verdict == Verdict.Inconclusive)
            return (RepairOutcome.Inconclusive, "the scan of the model could not decide; it was left alone");
        if (best is not null)
            return (RepairOutcome.Repaired, $"{RepairLoop.NameOf(best.Attempt.Mitigation)}: {best.Attempt.Reason}");
        var reasons = string.Join("; ", candidates.Select(candidate => $"{RepairLoop.NameOf(candidate.Attempt.Mitigation)}: {candidate.Attempt.Reason}"));
        return (candidates.All(candidate => candidate.Attempt.Outcome == RepairOutcome.Inconclusive) ? RepairOutcome.Inconclusive : RepairOutcome.NotRepaired, reasons);
    }

    /// <summary>What an earlier repair left is not to be taken for this one's.</summary>
    private static void RemoveOldReports(ArtifactFolder folder)
    {
        folder.Remove(ArtifactFile.OfRepair);
        foreach (var name in (string[])[BeforeFolderName, AfterFolderName])
        {
            if (Directory.Exists(folder.PathOf(name)))
                ArtifactFolder.Open(folder.PathOf(name)).RemoveOldArtifacts();
        }
    }
}
