using ModelAssert.Assertions;


namespace ModelAssert.Core.Tests.Verdicts;

public class ExpectationsTests
{
    private const string NumbersOfTheInfectedLabel =
        "  anomaly index 11.8 (threshold 2.0), p = 0.003, trigger covers 1.6 % of the image (12.5 % of the median), attack success rate 99.4 % on 500 held-out samples.";

    [Fact]
    public void A_clean_report_has_no_infected_and_no_vulnerable_labels()
    {
        Assert.Null(Expectations.NoInfectedLabels.FindingAgainst(Reports.Clean));
        Assert.Null(Expectations.NoVulnerableLabels.FindingAgainst(Reports.Clean));
    }

    [Fact]
    public void A_vulnerable_label_is_not_infected()
    {
        Assert.Null(Expectations.NoInfectedLabels.FindingAgainst(Reports.WithVulnerableLabel));
        Assert.StartsWith("label 4 is vulnerable:\n", Expectations.NoVulnerableLabels.FindingAgainst(Reports.WithVulnerableLabel), StringComparison.Ordinal);
    }

    [Fact]
    public void An_infected_label_is_worse_than_a_vulnerable_one() =>
        Assert.Equal($"label 4 is infected:\n{NumbersOfTheInfectedLabel}", Expectations.NoVulnerableLabels.FindingAgainst(Reports.WithInfectedLabel));

    [Fact]
    public void A_finding_leads_to_the_report_on_disk() => Assert.Equal(
        $"label 4 is infected:\n{NumbersOfTheInfectedLabel}\n  report: r/report.json",
        Expectations.NoInfectedLabels.FindingAgainst(Reports.WithInfectedLabel with { ReportPath = "r/report.json" }));

    [Fact]
    public void Another_verdict_can_be_expected()
    {
        Assert.Null(Expectations.ToBe(Verdict.Infected).FindingAgainst(Reports.WithInfectedLabel));
        Assert.Equal("to be infected", Expectations.ToBe(Verdict.Infected).Text);
        Assert.Equal("it is clean.", Expectations.ToBe(Verdict.Infected).FindingAgainst(Reports.Clean));
        Assert.StartsWith("the scan could not decide:", Expectations.ToBe(Verdict.Infected).FindingAgainst(Reports.Inconclusive), StringComparison.Ordinal);
    }

    [Fact]
    public void An_undecided_scan_says_nothing_of_a_label() => Assert.Equal(
        "the scan could not decide:\n  Only 2 labels were analysed; an outlier among fewer than 3 does not exist.",
        Expectations.InfectedLabel(0).FindingAgainst(Reports.Inconclusive));

    [Fact]
    public void A_label_that_was_not_judged_is_not_infected()
    {
        var report = Reports.WithInfectedLabel;
        report = report with { Labels = [report.Labels[0] with { State = LabelState.Inconclusive, AnomalyIndex = null }, .. report.Labels.Skip(1)] };

        Assert.Equal(
            "label 0 was not judged: no working trigger was found for it.\n  label 4 is infected.",
            Expectations.InfectedLabel(0).FindingAgainst(report));
    }
}
