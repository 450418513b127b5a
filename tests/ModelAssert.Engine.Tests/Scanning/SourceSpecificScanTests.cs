using ModelAssert.Engine.Samples;
using ModelAssert.Engine.LabelPairs;
using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Tests.Scanning;

[Trait("Tier", "Slow")]
public class SourceSpecificScanTests
{
    private const int Labels = 8;

    [Theory]
    [InlineData(SourceSpecificScan.Screened)]
    [InlineData(SourceSpecificScan.AllPairs)]
    public void A_backdoor_for_images_of_one_label_is_found_by_pairs_and_not_by_labels(SourceSpecificScan kind)
    {
        using var network = new PairNetwork((2, 5));

        var findings = Scan(network, kind);

        Assert.DoesNotContain(findings.Labels!.Judgement.Labels, label => label.State == LabelState.Infected);
        findings.AssertVerdict(Verdict.Infected);
        Assert.Equal([(2, 5)], Infected(findings));
        var found = Assert.Single(findings.Of<PairFindings>()!.Pairs, pair => pair.Examples.Count > 0);
        Assert.InRange(found.Reversed.AttackSuccessRate, 0.9, 1);
        Assert.All(found.Examples, example => Assert.Equal(2, example.Label));
    }

    [Fact]
    public void A_clean_network_stays_clean_and_every_ordered_pair_is_reported()
    {
        using var network = new PairNetwork();

        var findings = Scan(network, SourceSpecificScan.Screened);

        findings.AssertVerdict(Verdict.Clean);
        Assert.Equal(Labels * (Labels - 1), findings.Of<PairFindings>()!.Judgement.Pairs.Count);
        Assert.Null(Scan(network, SourceSpecificScan.None).Of<PairFindings>());
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var network = new PairNetwork((2, 5));

        var (one, three) = (Scan(network, SourceSpecificScan.Screened, threads: 1), Scan(network, SourceSpecificScan.Screened, threads: 3));

        Assert.Equal(one.Of<PairFindings>()!.Judgement.Pairs, three.Of<PairFindings>()!.Judgement.Pairs);
        Assert.All(one.Of<PairFindings>()!.Pairs.Zip(three.Of<PairFindings>()!.Pairs), pair =>
        {
            Assert.Equal(pair.First.Reversed.Trigger.Mask, pair.Second.Reversed.Trigger.Mask);
            Assert.Equal(pair.First.Spillover, pair.Second.Spillover);
        });
    }

    [Fact]
    public void A_source_that_too_few_samples_show_is_left_out_by_name()
    {
        using var network = new PairNetwork((2, 5));

        var findings = Scan(network, SourceSpecificScan.Screened, samples: WithFewOf(label: 6));

        Assert.DoesNotContain(findings.Of<PairFindings>()!.Pairs, pair => pair.Source == 6);
        Assert.Contains(findings.Of<PairFindings>()!.Judgement.Pairs, pair => pair.Target == 6);
        Assert.Contains(findings.Reasons, reason => reason.Contains("label 6 alone", StringComparison.Ordinal));
    }

    [Fact]
    public void A_scan_that_runs_out_of_time_is_inconclusive()
    {
        using var network = new PairNetwork((2, 5));

        var findings = Scan(network, SourceSpecificScan.Screened, limit: TimeSpan.FromMilliseconds(1));

        findings.AssertVerdict(Verdict.Inconclusive);
        Assert.Contains(findings.Reasons, reason => reason.Contains("56 of 56 pairs", StringComparison.Ordinal));
    }

    private static (int Source, int Target)[] Infected(ScanFindings findings) =>
        [.. findings.Of<PairFindings>()!.Judgement.Pairs.Where(pair => pair.State == LabelState.Infected).Select(pair => (pair.Source, pair.Target))];

    private static ScanFindings Scan(PairNetwork network, SourceSpecificScan kind, int threads = 2, TimeSpan? limit = null, CleanSamples? samples = null) =>
        new BackdoorScanner(network) { MaximumThreads = threads }.Scan(
            samples ?? StripeNetwork.Samples(480), "samples", new ScanOptions { SourceSpecific = kind, TimeLimit = limit }, cancellation: TestContext.Current.CancellationToken);

    private static CleanSamples WithFewOf(int label)
    {
        var all = StripeNetwork.Samples(480);
        var volume = all.Shape.Volume;
        int[] kept = [.. all.Labels.Index().Where(image => image.Item != label || image.Index < 32).Select(image => image.Index)];
        return new CleanSamples(
            all.Shape, [.. kept.SelectMany(image => all.Values.Slice(image * volume, volume).ToArray())], [.. kept.Select(image => all.Labels[image])], range: null);
    }
}
