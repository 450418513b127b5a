using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Tests.Scanning;

/// <summary>Which detectors a scan asks, and what it makes of those that it does not ask.</summary>
public sealed class DetectorSetTests
{
    [Theory]
    [InlineData(SourceSpecificScan.None, null, Detector.TriggerNorms, Detector.DormantPaths, Detector.AllToAll, Detector.Warp, Detector.WholeImage)]
    [InlineData(SourceSpecificScan.Screened, null, Detector.TriggerNorms, Detector.LabelPairs, Detector.DormantPaths, Detector.AllToAll, Detector.Warp, Detector.WholeImage)]
    [InlineData(SourceSpecificScan.None, "label-pairs,trigger-norms", Detector.TriggerNorms, Detector.LabelPairs)]
    [InlineData(SourceSpecificScan.Screened, "dormant-paths", Detector.DormantPaths)]
    public void A_scan_asks_what_is_on_by_default_or_what_is_named(SourceSpecificScan pairs, string? named, params Detector[] expected)
    {
        var (first, others) = DetectorSet.Of(new ScanOptions { SourceSpecific = pairs, Detectors = named is null ? null : [.. named.Split(',').Select(name => DetectorNames.Find(name)!.Value)] });

        Assert.Equal(expected, first.Concat(others).Select(detector => detector.Kind).Order());
        Assert.DoesNotContain(first, detector => detector.TrustsGradient);
    }

    [Fact]
    public void Every_detector_is_in_the_set_and_says_what_it_sees()
    {
        var (first, others) = DetectorSet.Of(new ScanOptions { Detectors = Enum.GetValues<Detector>() });

        Assert.Equal(Enum.GetValues<Detector>(), first.Concat(others).Select(detector => detector.Kind).Order());
        Assert.All(first.Concat(others), detector => Assert.EndsWith(".", detector.Sees, StringComparison.Ordinal));
    }

    [Fact]
    public void What_nothing_looked_at_is_not_called_clean()
    {
        var findings = Scan(new StripeNetwork(), Detector.DormantPaths);

        Assert.Equal(Verdict.Inconclusive, findings.Verdict);
        Assert.Single(findings.Reasons);
        // The network of this test is no graph, and that is said.
        Assert.NotNull(Assert.Single(findings.Detections).Findings.WhyNot);
    }

    private static ScanFindings Scan(StripeNetwork network, params Detector[] detectors)
    {
        using (network)
            return new BackdoorScanner(network).Scan(StripeNetwork.Samples(160), "samples", new ScanOptions { Detectors = detectors }, cancellation: TestContext.Current.CancellationToken);
    }
}
