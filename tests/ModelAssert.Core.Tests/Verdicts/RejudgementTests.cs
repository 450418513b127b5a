using ModelAssert.Assertions;


namespace ModelAssert.Core.Tests.Verdicts;

public class RejudgementTests
{
    [Fact]
    public void The_same_threshold_leaves_the_report_as_it_is() =>
        Assert.Same(Reports.WithInfectedLabel, Reports.WithInfectedLabel.JudgedAt(2));

    [Fact]
    public void A_higher_threshold_lets_a_label_pass_and_the_way_back_is_exact()
    {
        var judged = Reports.WithInfectedLabel.JudgedAt(12);

        Assert.Equal((Verdict.Clean, 12, 12), (judged.Verdict, judged.Threshold, judged.Options.AnomalyIndexThreshold));
        Assert.Empty(judged.Reasons);
        var back = judged.JudgedAt(2);
        Assert.Equal(Reports.WithInfectedLabel.Labels, back.Labels);
        Assert.Equal(Reports.WithInfectedLabel.Reasons, back.Reasons);
        Assert.Equal(Reports.WithInfectedLabel.AnomalyIndex, back.AnomalyIndex);
    }

    [Fact]
    public void A_lower_threshold_finds_weaker_labels() =>
        Assert.Equal([4, 3], Reports.WithVulnerableLabel.JudgedAt(0.5).VulnerableLabels.Select(label => label.Label));

    [Fact]
    public void A_report_of_the_published_profile_is_judged_by_the_published_rule()
    {
        var published = Reports.WithVulnerableLabel with { Options = new ScanOptions { Profile = ScanProfile.Paper } };

        Assert.Equal(4, Assert.Single(published.JudgedAt(1.9).InfectedLabels).Label);
    }

    [Fact]
    public void What_could_not_be_decided_stays_undecided() =>
        Assert.Equal(Verdict.Inconclusive, Reports.Inconclusive.JudgedAt(5).Verdict);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_threshold_that_is_not_positive_is_a_named_error(double threshold) => Assert.Equal(
        DiagnosticIds.OptionOutOfRange, Assert.Throws<ModelAssertException>(() => Reports.Clean.JudgedAt(threshold)).Id);
}
