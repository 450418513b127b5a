using ModelAssert.Digests;
using ModelAssert.EngineProcess;
using ModelAssert.Gates;
using ModelAssert.Tool.Jobs;

namespace ModelAssert.Tool.Gates;

/// <summary>Scans models for a build, judges them, and says what was found. One after the other: a scan uses every core already.</summary>
internal sealed class GateScan(GateFolder folder, GateRule rule, GateLog log, CancellationToken cancellation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Scans a model, or recalls what an earlier build found on the same content.</summary>
    /// <param name="name">What it is called in messages and in the record.</param>
    /// <param name="request">What to scan.</param>
    /// <returns>What the build may do with the model, and its report if it could be scanned.</returns>
    public ScannedModel Run(string name, ScanRequest request)
    {
        try
        {
            var report = RecallOrScan(name, request);
            var findings = rule.Judge(report);
            foreach (var finding in findings)
                log.Say(name, finding with { Text = $"{finding.Text} Report: {report.ReportPath}" });
            return new ScannedModel(name, report.Model.OwnSha256, Passes(findings), report);
        }
        catch (ModelAssertException e)
        {
            return WithoutScan(name, request.ModelPath, new GateFinding(e.Id, GateSeverity.Error, $"{(e.File is { } file && file != request.ModelPath ? folder.NameOf(file) + ": " : "")}{e.Cause} {e.Remedy}"));
        }
    }

    /// <summary>A model that is not scanned, and why not.</summary>
    public ScannedModel WithoutScan(string name, string path, GateFinding reason)
    {
        var sha256 = File.Exists(path) ? ContentDigest.OfFile(path) : null;
        var findings = rule.Judge(sha256, reason);
        foreach (var finding in findings)
            log.Say(name, finding);
        return new ScannedModel(name, sha256, Passes(findings), null);
    }

    private static bool Passes(IEnumerable<GateFinding> findings) => findings.All(finding => finding.Severity != GateSeverity.Error);

    private ScanReport RecallOrScan(string name, ScanRequest request)
    {
        var memory = VerdictMemory.Of(request);
        if (memory?.Recall(request.OutputFolder) is { } known)
        {
            log.Say($"{name}: {known.Verdict.ToString().ToLowerInvariant()}, unchanged since its scan");
            return known;
        }

        var progress = new ProgressLines(line => log.Say($"{name}: {line}"), Patience, TimeProvider.System);
        var report = ScanRunner.Run(new ScanJob(request), progress, cancellation);
        log.Say($"{name}: {report.Verdict.ToString().ToLowerInvariant()}");
        // A file that was replaced while it was scanned is not the one that the memory is about.
        if (memory?.ModelSha256 == report.Model.OwnSha256)
            memory.Remember(report.Folder);
        return report;
    }
}

/// <summary>A model after its scan.</summary>
/// <param name="Name">Its path, relative to the project, or in its package.</param>
/// <param name="Sha256">The digest of its file, or <see langword="null"/> if it cannot be read.</param>
/// <param name="Passed">Whether nothing stops the build.</param>
/// <param name="Report">Its report, or <see langword="null"/> if it could not be scanned.</param>
internal sealed record ScannedModel(string Name, string? Sha256, bool Passed, ScanReport? Report);
