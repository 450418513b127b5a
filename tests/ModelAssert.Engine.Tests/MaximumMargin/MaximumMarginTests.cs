using ModelAssert.Engine.MaximumMargin;
using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Tests.MaximumMargin;

public sealed class MaximumMarginTests
{
    private static readonly double[] Ordinary = [10, 11, 12, 11.5, 10.5, 9.8, 11.2, 10.1, 12.3, 11.8];

    [Fact]
    public void A_label_far_above_the_others_is_told_of_by_name_and_fails_nothing()
    {
        var findings = Of([.. Ordinary[..9], 40]);

        Assert.Equal(Verdict.Infected, findings.Conclusion.Verdict);
        var finding = Assert.Single(findings.FindingsFor(label => $"name {label}"));
        Assert.Equal((9, "margin of label 9 'name 9'", true, LabelState.Vulnerable), (finding.Target, finding.Subject, finding.IsAdvisory, finding.State));
    }

    [Fact]
    public void Ordinary_margins_and_a_small_one_are_nothing()
    {
        Assert.Equal(Verdict.Clean, Of(Ordinary).Conclusion.Verdict);
        Assert.Empty(Of([.. Ordinary[..9], -40]).FindingsFor(_ => null));
    }

    [Fact]
    public void What_cannot_be_compared_is_inconclusive()
    {
        Assert.Equal(Verdict.Inconclusive, Of([1, 50]).Conclusion.Verdict);
        Assert.Equal(Verdict.Inconclusive, Of([1, 1, 1, 50]).Conclusion.Verdict);
    }

    [Fact]
    public void It_has_no_part_in_the_verdict()
    {
        using var network = new StripeNetwork();
        ScanFindings Scan(params Detector[] detectors) =>
            new BackdoorScanner(network).Scan(StripeNetwork.Samples(160), "samples", new ScanOptions { Detectors = detectors }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Verdict.Inconclusive, Scan(Detector.MaximumMargin).Verdict);
        var both = Scan(Detector.TriggerNorms, Detector.MaximumMargin);
        Assert.Equal(Verdict.Clean, both.Verdict);
        Assert.Equal(8, both.Of<MarginFindings>()!.Margins.Count);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var network = new StripeNetwork();
        IReadOnlyList<(int, double)> Margins(int threads) => new BackdoorScanner(network) { MaximumThreads = threads }
            .Scan(StripeNetwork.Samples(160), "samples", new ScanOptions { Detectors = [Detector.MaximumMargin] }, cancellation: TestContext.Current.CancellationToken).Of<MarginFindings>()!.Margins;

        Assert.Equal(Margins(1), Margins(3));
    }

    private static MarginFindings Of(double[] margins) => new([.. margins.Index().Select(label => (label.Index, label.Item))], Threshold: 2);
}
