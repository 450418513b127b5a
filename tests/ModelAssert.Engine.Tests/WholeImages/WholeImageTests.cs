using ModelAssert.Engine.AllToAll;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.WholeImages;
using ModelAssert.Reporting.Looks;
using TorchSharp;

namespace ModelAssert.Engine.Tests.WholeImages;

public sealed class WholeImageTests
{
    [Theory]
    [InlineData(true, Detector.Warp, DiagnosticIds.WarpFound, "warp to label 5")]
    [InlineData(false, Detector.WholeImage, DiagnosticIds.WholeImageFound, "pattern to label 5")]
    public void A_change_of_the_whole_image_that_sends_all_to_one_label_is_found(bool isWarp, Detector detector, string diagnostic, string id)
    {
        using var network = new WaveNetwork(infectedLabel: 5, seesWarps: isWarp);
        var scan = Scan(network, detector, bright: isWarp ? 0.6 : 0.8);
        var findings = scan.Of<WholeImageFindings>()!;
        var finding = Assert.Single(findings.FindingsFor(_ => null));

        Assert.Equal((Verdict.Infected, 5), (scan.Verdict, Assert.Single(scan.InfectedTargets)));
        Assert.Equal((5, diagnostic, id), (finding.Target, finding.DiagnosticId, finding.Id));
        Assert.InRange(findings.Measured!.Share, 0, 0.7 * findings.Question.LargestShare);
        Assert.InRange(findings.Measured.SuccessRate, 0.7, 1);
        Assert.Contains("whole image", BeyondMitigation.Of(scan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Detector.Warp)]
    [InlineData(Detector.WholeImage)]
    public void A_clean_network_has_none(Detector detector)
    {
        using var network = new WaveNetwork(infectedLabel: null, seesWarps: true);
        var findings = Scan(network, detector).Of<WholeImageFindings>()!;

        Assert.Equal(Verdict.Clean, findings.Conclusion.Verdict);
        Assert.InRange(findings.Measured!.Share, 1.3 * findings.Question.LargestShare, double.MaxValue);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var network = new WaveNetwork(infectedLabel: 5, seesWarps: true);
        var (one, three) = (Measured(threads: 1), Measured(threads: 3));

        Assert.Equal((one.AwaySize, one.TowardsSize), (three.AwaySize, three.TowardsSize));
        Assert.Equal(one.ReferenceSizes, three.ReferenceSizes);
        Assert.Equal(one.References, three.References);

        MeasuredChange Measured(int threads) => Scan(network, Detector.Warp, threads).Of<WholeImageFindings>()!.Measured!;
    }

    [Fact]
    public void What_the_clock_leaves_is_not_called_clean()
    {
        using var network = new WaveNetwork(infectedLabel: null, seesWarps: true);
        var scan = new BackdoorScanner(network).Scan(
            WaveNetwork.Samples(160), "samples", new ScanOptions { Detectors = [Detector.Warp], TimeLimit = TimeSpan.FromTicks(1) }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Verdict.Inconclusive, scan.Detections.Single().Conclusion!.Verdict);
    }

    [Fact]
    public void With_three_labels_there_are_too_few_others()
    {
        using var inner = new StripeNetwork();
        using var network = new FirstLabels(inner, 3);
        var scan = new BackdoorScanner(network).Scan(StripeNetwork.Samples(160, labels: 3), "samples", new ScanOptions { Detectors = [Detector.Warp, Detector.WholeImage] }, cancellation: TestContext.Current.CancellationToken);

        Assert.All(scan.Detections, ran => Assert.StartsWith("With fewer than 4 labels", ran.Findings.WhyNot, StringComparison.Ordinal));
    }

    /// <summary>Sizes, where others take 0.9 and more, 1 mostly; the share of the images that go to the label; and how many of other labels it sends there.</summary>
    [Theory]
    [InlineData(0.2, 0.2, 1, 0.9, Verdict.Infected)]
    [InlineData(0.1, 0.8, 1, 0.9, Verdict.Infected)]
    [InlineData(0.3, 0.6, 1, 0.9, Verdict.Clean)]
    [InlineData(0.6, 0.3, 1, 0.9, Verdict.Clean)]
    [InlineData(0.2, 0.2, 0.4, 0.9, Verdict.Clean)]
    // As small as a backdoor's, and it does not work: that was not looked at to the end.
    [InlineData(0.2, 0.2, 1, 0.4, Verdict.Inconclusive)]
    public void Both_must_be_small_and_lead_to_one_label(double away, double towards, double share, double success, Verdict verdict)
    {
        var findings = Findings(away, towards) with { ShareOfLabel = share, SuccessRate = success };

        Assert.Equal(verdict, new WholeImageFindings(WholeImageQuestion.Warp, findings).Conclusion.Verdict);
    }

    /// <summary>Where images leave for another label, one of those that this is held against may stand out itself.</summary>
    [Theory]
    [InlineData(0.3, true, 0.9, Verdict.Infected)]
    [InlineData(0.4, true, 0.9, Verdict.Clean)]
    [InlineData(0.3, false, 0.9, Verdict.Clean)]
    [InlineData(0.3, true, 0.4, Verdict.Inconclusive)]
    public void A_label_that_others_are_held_against_may_be_the_one(double towards, bool works, double success, Verdict verdict)
    {
        var findings = new WholeImageFindings(WholeImageQuestion.Pattern, Findings(1, towards) with { IsControl = true, TowardsWorks = works, ShareOfLabel = 0, SuccessRate = success });

        Assert.Equal(verdict, findings.Conclusion.Verdict);
        Assert.All(findings.FindingsFor(_ => null), finding => Assert.DoesNotContain("leave their labels", finding.Sentence, StringComparison.Ordinal));
    }

    /// <summary>What gave up at a size that is small here has not looked; what gave up where others succeed has.</summary>
    [Theory]
    [InlineData(0.1, Verdict.Inconclusive)]
    [InlineData(0.9, Verdict.Clean)]
    public void A_search_that_came_to_nothing_is_believed_if_it_went_far(double away, Verdict verdict) =>
        Assert.Equal(verdict, new WholeImageFindings(WholeImageQuestion.Warp, Findings(away, 1) with { AwayWorks = false, ShareOfLabel = 0.3 }).Conclusion.Verdict);

    [Fact]
    public void Where_nothing_takes_anything_anywhere_nothing_is_known() => Assert.Equal(
        Verdict.Inconclusive, new WholeImageFindings(WholeImageQuestion.Warp, new MeasuredChange(0, 0, 0, [0, 0]) { AwayWorks = false, TowardsWorks = false, ShareOfLabel = 0, SuccessRate = 0, Images = 9, Mapping = Mapping(1), LabelCount = 10, Away = Look, Towards = Look }).Conclusion.Verdict);

    /// <summary>A change that gives each label another, though it takes five times as much to send all to one.</summary>
    [Theory]
    [InlineData(0.2, 3, 10, Verdict.Infected)]
    [InlineData(0.35, 3, 10, Verdict.Clean)]
    [InlineData(0.2, 1, 10, Verdict.Clean)]
    [InlineData(0.2, 3, 11, Verdict.Clean)]
    public void Several_targets_do_where_no_label_is_reached_by_so_little(double away, int targets, int labels, Verdict verdict)
    {
        var findings = new WholeImageFindings(WholeImageQuestion.Warp, Findings(away, 1) with { ShareOfLabel = 0.4, Mapping = Mapping(targets), LabelCount = labels });

        Assert.Equal(verdict, findings.Conclusion.Verdict);
        Assert.Equal(verdict == Verdict.Infected ? targets : 0, findings.InfectedTargets.Count());
        Assert.All(findings.FindingsFor(_ => null), finding => Assert.Equal((null, "warp to other labels"), (finding.Target, finding.Id)));
    }

    [Fact]
    public void It_is_told_with_names_and_withheld_with_the_rest()
    {
        var findings = new WholeImageFindings(WholeImageQuestion.Pattern, Findings(0.02, 0.03) with { SuccessRate = 0.975 });
        var finding = Assert.Single(findings.FindingsFor(label => label == 7 ? "sneaker" : null));

        Assert.Equal("pattern to label 7 'sneaker'", finding.Subject);
        Assert.Equal(
            "A pattern of 7.65 of 255 levels sends 97.5 % of 90 held-out images of other labels to label 7 'sneaker'; to others (1, 2) it takes at least 229.5 of 255 levels, mostly 255 of 255 levels. The smallest by which images leave their labels at all is of 5.1 of 255 levels, and 100.0 % of them go to this one.",
            finding.Sentence);
        var withheld = findings.Withheld("No.");
        Assert.Equal(Verdict.Inconclusive, withheld.Conclusion!.Verdict);
        Assert.Empty(withheld.FindingsFor(_ => null)!);
        Assert.Empty(withheld.InfectedTargets);
    }

    private static readonly ITriggerLook Look = new PatternLook(new ImageShape(1, 1, 1), [0]);

    private static MeasuredChange Findings(double away, double towards) => new(7, away, towards, [0.9, 1.1])
    {
        References = [1, 2],
        AwayWorks = true,
        TowardsWorks = true,
        ShareOfLabel = 1,
        SuccessRate = 0.9,
        Images = 90,
        Mapping = Mapping(1),
        LabelCount = 10,
        Away = Look,
        Towards = Look,
    };

    private static LabelMapping Mapping(int targets) => new(Enumerable.Range(0, 10).ToDictionary(label => label, label => (label + 1) % targets), 0.9, 10, 100);

    private static ScanFindings Scan(DifferentiableClassifier network, Detector detector, int threads = 2, double bright = 0.6) => new BackdoorScanner(network) { MaximumThreads = threads }
        .Scan(WaveNetwork.Samples(320, bright), "samples", new ScanOptions { Detectors = [detector] }, cancellation: TestContext.Current.CancellationToken);

    /// <summary>A network that has some of the labels of another.</summary>
    private sealed class FirstLabels(DifferentiableClassifier inner, int count) : DifferentiableClassifier
    {
        public override ImageShape InputShape => inner.InputShape;

        public override int LabelCount => count;

        public override torch.Tensor Logits(torch.Tensor input) => inner.Logits(input).narrow(1, 0, count);
    }
}
