namespace ModelAssert.Gates;

/// <summary>What a gate makes of a report: which findings stop it, given what a team has accepted.</summary>
/// <param name="baseline">The accepted findings.</param>
/// <param name="isStrict">Whether a vulnerable label stops it, too.</param>
/// <param name="today">The day on which acceptances must still be valid, UTC.</param>
internal sealed class GateRule(Baseline baseline, bool isStrict, DateOnly today)
{
    private readonly HashSet<AcceptedFinding> used = [];

    /// <summary>Judges a model that was scanned.</summary>
    /// <param name="report">Its report.</param>
    /// <returns>The findings; none for a clean model.</returns>
    public IReadOnlyList<GateFinding> Judge(ScanReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var sha256 = report.Model.Sha256;
        List<GateFinding> findings = [];
        foreach (var finding in report.FindingsByWeight)
            findings.AddRange(finding.IsAdvisory ? [new(finding.DiagnosticId, GateSeverity.Remark, finding.Line)] : Accept(sha256, finding, new(finding.DiagnosticId, SeverityOf(finding), finding.Line)));
        if (report.ThresholdRemark is { } remark)
            findings.Add(new(DiagnosticIds.ThresholdUnusual, GateSeverity.Warning, remark));
        if (report.Verdict == Verdict.Inconclusive)
        {
            var undecided = new GateFinding(DiagnosticIds.ScanInconclusive, GateSeverity.Error, $"The scan could not decide: {string.Join(' ', report.Reasons)}");
            findings.AddRange(Accept(sha256, null, undecided));
        }

        return findings;
    }

    /// <summary>Judges a model that was not scanned.</summary>
    /// <param name="sha256">The digest of its file, or <see langword="null"/> if it cannot be read.</param>
    /// <param name="finding">Why it was not.</param>
    /// <returns>What remains of that.</returns>
    public IReadOnlyList<GateFinding> Judge(string? sha256, GateFinding finding) => sha256 is null ? [finding] : Accept(sha256, null, finding);

    /// <summary>Why a finding on a model was accepted.</summary>
    /// <param name="sha256">The digest of the model file.</param>
    /// <returns>The reasons, or <see langword="null"/> if no acceptance was needed.</returns>
    public string? ReasonFor(string sha256)
    {
        string[] reasons = [.. used.Where(entry => entry.IsAbout(sha256) && entry.Expires >= today).Select(entry => entry.Reason).Distinct()];
        return reasons.Length == 0 ? null : string.Join("; ", reasons);
    }

    /// <summary>The acceptances that fitted nothing, once all models are judged.</summary>
    /// <returns>A warning for each.</returns>
    public IEnumerable<GateFinding> Stale() => baseline.Accepted.Except(used).Select(entry => new GateFinding(
        DiagnosticIds.AcceptanceStale, GateSeverity.Warning,
        $"The acceptance of {Describe(entry)} fits nothing that was found. Remove it, or look again: other weights need another acceptance."));

    private GateSeverity SeverityOf(Finding finding) => finding.State == LabelState.Infected || isStrict ? GateSeverity.Error : GateSeverity.Warning;

    private List<GateFinding> Accept(string sha256, Finding? about, GateFinding finding)
    {
        if (baseline.Accepted.Where(entry => entry.IsAbout(sha256) && entry.Covers(about)).MaxBy(entry => entry.Expires) is not { } accepted)
            return [finding];

        used.Add(accepted);
        return accepted.Expires >= today
            ? [new(null, GateSeverity.Remark, FormattableString.Invariant($"Accepted until {accepted.Expires:yyyy-MM-dd} ({accepted.Reason}): {finding.Text}"))]
            : [finding, new(DiagnosticIds.AcceptanceExpired, GateSeverity.Warning, FormattableString.Invariant($"The acceptance of {Describe(accepted)} expired on {accepted.Expires:yyyy-MM-dd}."))];
    }

    private static string Describe(AcceptedFinding entry) =>
        $"{(entry.Label is { } label ? $"label {label} of " : entry.Finding is { } finding ? $"'{PlainText.Name(finding)}' of " : "")}{entry.Name ?? "the model"} ({entry.Model[..12]}…)";
}
