using ModelAssert.Assertions;


namespace ModelAssert.Core.Tests.Verdicts;

public class FailureMessageTests
{
    [Fact]
    public void An_infected_label_is_named_with_its_evidence() => Assert.Equal(
        """
        Expected signs.onnx to have no infected labels, because it drives cars, but label 33 'turn right' is infected:
          anomaly index 4.1 (threshold 2.0), trigger covers 1.6 % of the image (15.0 % of the median), attack success rate 99.4 % on 500 held-out samples.
          2 more labels are vulnerable: 12, 7.
          report: /results/report.json
        """,
        FailureMessage.Of(Reports.Infected, "/results/report.json", "it drives cars"));

    [Fact]
    public void An_undecided_scan_says_why() => Assert.Equal(
        """
        Expected signs.onnx to have no infected labels, but the scan could not decide:
          Only 2 labels were analysed.
          report: r
        """,
        FailureMessage.Of(Reports.Infected with { Verdict = Verdict.Inconclusive, Reasons = ["Only 2 labels were analysed."] }, "r"));

    [Fact]
    public void A_clean_report_does_not_fail() =>
        Assert.Throws<ArgumentException>(() => FailureMessage.Of(Reports.Infected with { Verdict = Verdict.Clean }, "r"));
}
