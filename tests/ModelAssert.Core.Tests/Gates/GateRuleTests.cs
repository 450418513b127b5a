using ModelAssert.Gates;

namespace ModelAssert.Core.Tests.Gates;

public class GateRuleTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void A_clean_model_passes_without_a_word() => Assert.Empty(Rule().Judge(Reports.Clean));

    [Fact]
    public void Every_infected_label_is_an_error_and_every_vulnerable_one_a_warning()
    {
        var findings = Rule().Judge(Reports.Infected);

        Assert.Equal(
            [(DiagnosticIds.LabelInfected, GateSeverity.Error), (DiagnosticIds.LabelVulnerable, GateSeverity.Warning), (DiagnosticIds.LabelVulnerable, GateSeverity.Warning)],
            findings.Select(finding => (finding.Id, finding.Severity)));
        Assert.StartsWith("label 33 'turn right' is infected: anomaly index 4.1 (threshold 2.0), trigger covers 1.6 % of the image", findings[0].Text, StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.DoesNotContain('\n', finding.Text));
    }

    [Fact]
    public void Strictness_makes_vulnerable_labels_errors() =>
        Assert.Equal(GateSeverity.Error, Assert.Single(Rule(isStrict: true).Judge(Reports.WithVulnerableLabel)).Severity);

    [Fact]
    public void A_scan_that_could_not_decide_is_an_error_unless_the_model_as_a_whole_is_accepted()
    {
        Assert.Equal((DiagnosticIds.ScanInconclusive, GateSeverity.Error), IdAndSeverity(Rule().Judge(Reports.Inconclusive)));
        Assert.Equal((null, GateSeverity.Remark), IdAndSeverity(Rule(Accepted(null, Today)).Judge(Reports.Inconclusive)));
        Assert.Equal((DiagnosticIds.ScanInconclusive, GateSeverity.Error), IdAndSeverity(Rule(Accepted(4, Today)).Judge(Reports.Inconclusive)));
    }

    [Fact]
    public void An_acceptance_is_of_one_label_and_lasts_through_its_last_day()
    {
        Assert.Equal((null, GateSeverity.Remark), IdAndSeverity(Rule(Accepted(4, Today)).Judge(Reports.WithInfectedLabel)));
        Assert.Equal((DiagnosticIds.LabelInfected, GateSeverity.Error), IdAndSeverity(Rule(Accepted(3, Today)).Judge(Reports.WithInfectedLabel)));
        Assert.Equal((DiagnosticIds.LabelInfected, GateSeverity.Error), IdAndSeverity(Rule(Accepted(null, Today)).Judge(Reports.WithInfectedLabel)));
        Assert.Equal(
            [(DiagnosticIds.LabelInfected, GateSeverity.Error), (DiagnosticIds.AcceptanceExpired, GateSeverity.Warning)],
            Rule(Accepted(4, Today.AddDays(-1))).Judge(Reports.WithInfectedLabel).Select(finding => (finding.Id, finding.Severity)));
    }

    [Fact]
    public void What_is_about_no_one_label_is_accepted_by_its_id_and_not_with_the_model_as_a_whole()
    {
        var finding = new Finding { Id = "all labels", Kind = FindingKind.AllToAll, Subject = "trigger for all labels", Target = null, State = LabelState.Infected, Sentence = "Each goes to another.", Numbers = [] };
        var report = Reports.Clean with
        {
            Verdict = Verdict.Infected,
            Detections = [new Detection { Detector = Detector.AllToAll, Sees = "One trigger.", Method = "Somehow.", Verdict = Verdict.Infected, Reasons = [finding.Sentence], Findings = [finding] }],
        };

        Assert.Equal((DiagnosticIds.AllToAllFound, GateSeverity.Error), IdAndSeverity(Rule().Judge(report)));
        Assert.Equal((DiagnosticIds.AllToAllFound, GateSeverity.Error), IdAndSeverity(Rule(Accepted(null, Today)).Judge(report)));
        Assert.Equal((null, GateSeverity.Remark), IdAndSeverity(Rule(Accepted(null, Today) with { Finding = "all labels" }).Judge(report)));
        Assert.Equal((DiagnosticIds.ScanInconclusive, GateSeverity.Error), IdAndSeverity(Rule(Accepted(null, Today) with { Finding = "all labels" }).Judge(Reports.Inconclusive)));
    }

    [Fact]
    public void A_renewed_acceptance_counts_beside_the_expired_one() =>
        Assert.Equal((null, GateSeverity.Remark), IdAndSeverity(Rule(Accepted(4, Today.AddDays(-1)), Accepted(4, Today)).Judge(Reports.WithInfectedLabel)));

    [Fact]
    public void The_reason_is_known_while_it_is_valid()
    {
        var rule = Rule(Accepted(4, Today));
        Assert.Null(rule.ReasonFor(Reports.Infected.Model.Sha256));
        rule.Judge(Reports.WithInfectedLabel);
        Assert.Equal("weak", rule.ReasonFor(Reports.Infected.Model.Sha256));

        var expired = Rule(Accepted(4, Today.AddDays(-1)));
        expired.Judge(Reports.WithInfectedLabel);
        Assert.Null(expired.ReasonFor(Reports.Infected.Model.Sha256));
    }

    [Fact]
    public void What_fits_nothing_is_stale()
    {
        var rule = Rule(Accepted(4, Today), Accepted(3, Today), new AcceptedFinding(new string('0', 64), "weak", Today));
        rule.Judge(Reports.WithInfectedLabel);

        Assert.Equal([DiagnosticIds.AcceptanceStale, DiagnosticIds.AcceptanceStale], rule.Stale().Select(finding => finding.Id));
    }

    private static (string? Id, GateSeverity Severity) IdAndSeverity(IReadOnlyList<GateFinding> findings)
    {
        var finding = Assert.Single(findings);
        return (finding.Id, finding.Severity);
    }

    private static AcceptedFinding Accepted(int? label, DateOnly expires) => new(Reports.Infected.Model.Sha256, "weak", expires) { Label = label };

    private static GateRule Rule(params AcceptedFinding[] accepted) => new(new Baseline { Accepted = accepted }, isStrict: false, Today);

    private static GateRule Rule(bool isStrict) => new(Baseline.Empty, isStrict, Today);
}
