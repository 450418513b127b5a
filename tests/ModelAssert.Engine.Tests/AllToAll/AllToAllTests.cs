using ModelAssert.Engine.AllToAll;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Scanning;
using TorchSharp;

namespace ModelAssert.Engine.Tests.AllToAll;

public sealed class AllToAllTests
{
    [Fact]
    public void A_stamp_that_gives_every_label_the_next_is_found_though_no_label_is_its_target()
    {
        using var network = new RollingNetwork();
        var scan = Scan(network, Detector.TriggerNorms, Detector.AllToAll);
        var found = scan.Of<AllToAllFindings>()!.Found!;

        Assert.Equal(Verdict.Infected, scan.Verdict);
        Assert.Empty(scan.Labels!.Infected);
        Assert.All(found.Mapping.Targets, pair => Assert.Equal((pair.Key + 1) % 8, pair.Value));
        // One label of eight may stay where it is: that many leave by the trigger of a label, too.
        Assert.InRange(found.Mapping.Targets.Count, 7, 8);
        Assert.Equal(found.Mapping.Targets.Values.Order(), scan.InfectedTargets);
        Assert.Contains("each of its labels another", BeyondMitigation.Of(scan), StringComparison.Ordinal);
        Assert.InRange(found.Trigger.MaskL1Norm, 1, 8);
        Assert.True(StripeNetwork.Patch.Sum(pixel => found.Trigger.Mask[pixel]) > 0.8 * found.Trigger.MaskL1Norm);
    }

    [Fact]
    public void A_clean_network_and_one_with_a_single_target_have_none()
    {
        foreach (var infected in (int?[])[null, 3])
        {
            using var network = new StripeNetwork(infected);
            var findings = Scan(network, Detector.AllToAll).Of<AllToAllFindings>()!;
            Assert.Equal(Verdict.Clean, findings.Conclusion.Verdict);
            Assert.NotEmpty(findings.Tried);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var network = new RollingNetwork();

        Assert.Equal(
            Scan(network, threads: 1, Detector.AllToAll).Of<AllToAllFindings>()!.Tried.Select(tried => tried.Trigger.MaskL1Norm),
            Scan(network, threads: 3, Detector.AllToAll).Of<AllToAllFindings>()!.Tried.Select(tried => tried.Trigger.MaskL1Norm));
    }

    [Fact]
    public void Samples_that_show_few_labels_are_not_looked_at_and_that_is_said()
    {
        using var network = new StripeNetwork();
        var scan = new BackdoorScanner(network).Scan(StripeNetwork.Samples(20), "samples", new ScanOptions { Detectors = [Detector.AllToAll] }, cancellation: TestContext.Current.CancellationToken);

        Assert.Contains("labels are shown by 3 samples each", scan.Detections.Single().Findings.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_clock_leaves_is_not_called_clean()
    {
        using var network = new StripeNetwork();
        var scan = new BackdoorScanner(network).Scan(
            StripeNetwork.Samples(160), "samples", new ScanOptions { Detectors = [Detector.AllToAll], TimeLimit = TimeSpan.FromTicks(1) }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Verdict.Inconclusive, scan.Detections.Single().Conclusion!.Verdict);
    }

    /// <summary>Ten labels, all shown; clean networks were measured at 1 to 4 targets, infected ones at 10.</summary>
    [Theory]
    [InlineData(10, 0.9, true)]
    [InlineData(7, 0.9, true)]
    [InlineData(6, 0.9, false)]
    [InlineData(10, 0.6, true)]
    [InlineData(10, 0.4, false)]
    public void Each_label_needs_one_of_its_own_and_to_go_there_reliably(int targets, double success, bool isBackdoor)
    {
        var findings = Findings(targets, success);

        Assert.Equal(isBackdoor ? Verdict.Infected : Verdict.Clean, findings.Conclusion.Verdict);
        Assert.Equal(isBackdoor ? targets : 0, findings.InfectedTargets.Count());
        Assert.Equal(isBackdoor ? 1 : 0, findings.FindingsFor(_ => null).Count);
    }

    /// <summary>A trigger of one pixel, beside labels' triggers of so many.</summary>
    [Theory]
    [InlineData(3, 10.0, true)]
    [InlineData(3, 3.0, false)]
    [InlineData(3, null, false)]
    [InlineData(1, 10.0, false)]
    public void Several_targets_do_where_no_label_is_left_by_so_little(int targets, double? medianNorm, bool isBackdoor) =>
        Assert.Equal(isBackdoor ? Verdict.Infected : Verdict.Clean, (Findings(targets, 0.9) with { MedianOfLabels = medianNorm }).Conclusion.Verdict);

    /// <summary>Forty faces, of which ten are shown often enough: clean.</summary>
    [Fact]
    public void Of_many_labels_one_is_easily_left() => Assert.Equal(Verdict.Clean, (Findings(3, 0.9, labels: 40) with { MedianOfLabels = 10 }).Conclusion.Verdict);

    [Fact]
    public void It_is_told_without_a_label_of_its_own_and_withheld_with_the_rest()
    {
        var findings = Findings(10, 0.9);
        var finding = Assert.Single(findings.FindingsFor(_ => null)!);

        Assert.Equal((null, DiagnosticIds.AllToAllFound, "all labels"), (finding.Target, finding.DiagnosticId, finding.Id));
        Assert.Contains("(0 with 1, 1 with 2, 2 with 3,", finding.Sentence, StringComparison.Ordinal);
        var withheld = findings.Withheld("No.");
        Assert.Equal(Verdict.Inconclusive, withheld.Conclusion!.Verdict);
        Assert.Empty(withheld.FindingsFor(_ => null)!);
        Assert.Empty(withheld.InfectedTargets);
    }

    [Fact]
    public void The_loss_is_what_is_left_of_a_label()
    {
        using var scope = torch.NewDisposeScope();
        var logits = torch.tensor([2f, -1, 0.5f, 80, 3, -2], [2, 3]);

        var loss = new AwayFromAnswers([2, 0]).Loss(logits, torch.tensor([2L, 0])).item<float>();

        double[] first = [Math.Exp(2), Math.Exp(-1), Math.Exp(0.5)];
        // The second is sure: −log(1 − p) is the margin, where 1 − p itself is 0.
        Assert.Equal((-Math.Log(1 - first[2] / first.Sum()) + 80 - Math.Log(Math.Exp(3) + Math.Exp(-2))) / 2, loss, 4);
    }

    private static AllToAllFindings Findings(int targets, double success, int labels = 10)
    {
        var trigger = new Trigger(0, new ImageShape(1, 2, 2), [1, 0, 0, 0], [1, 0, 0, 0]);
        return new AllToAllFindings([new UntargetedTrigger(trigger, Works: true, new LabelMapping(Enumerable.Range(0, 10).ToDictionary(label => label, label => (label + 1) % targets), success, 10, 100))], labels);
    }

    private static ScanFindings Scan(DifferentiableClassifier network, params Detector[] detectors) => Scan(network, Environment.ProcessorCount, detectors);

    private static ScanFindings Scan(DifferentiableClassifier network, int threads, params Detector[] detectors) => new BackdoorScanner(network) { MaximumThreads = threads }
        .Scan(StripeNetwork.Samples(160), "samples", new ScanOptions { Detectors = detectors }, cancellation: TestContext.Current.CancellationToken);

    /// <summary>The network of stripes, which under a checkerboard at the bottom right answers the label after the right one.</summary>
    private sealed class RollingNetwork : DifferentiableClassifier
    {
        private readonly StripeNetwork clean = new();
        private readonly StripeNetwork stamped = new(infectedLabel: 0);

        public override ImageShape InputShape => clean.InputShape;

        public override int LabelCount => clean.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input)
        {
            var logits = clean.Logits(input);
            // What the stamp adds to label 0 says how much of it is there.
            var share = (stamped.Logits(input) - logits).select(1, 0).unsqueeze(1) / LastingScalar.Of(40);
            return logits.Plus(share * (logits.roll(1, 1) - logits).Times(7));
        }

        protected override void Dispose(bool disposing)
        {
            clean.Dispose();
            stamped.Dispose();
            base.Dispose(disposing);
        }
    }
}
