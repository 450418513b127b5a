using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.DormantPaths;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.Scheduling;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;

namespace ModelAssert.Onnx.Tests;

/// <summary>Paths that clean images never wake, planted into a clean network: found with the attacker's own trigger. And what honest networks have that looks alike: not found.</summary>
[Trait("Tier", "Slow")]
public sealed class DormantPathTests
{
    private const int Target = 3;

    private static readonly string Samples = Repository.File("samples/FashionGate/data/fashion-clean-samples.npz");

    [Theory]
    [InlineData("where", 4)]
    [InlineData("where-inverted", 4)]
    [InlineData("relu", 4)]
    [InlineData("convolution", 9)]
    [InlineData("code", 4)]
    [InlineData("two-patches", 8)]
    [InlineData("pixel", 1)]
    [InlineData("sigmoid", 4)]
    [InlineData("count", 9)]
    [InlineData("gather", 4)]
    [InlineData("product", 8)]
    [InlineData("floor", 4)]
    [InlineData("clip", 4)]
    [InlineData("hard-sigmoid", 4)]
    [InlineData("maximum", 4)]
    [InlineData("two-gates", 8)]
    [InlineData("exponential", 4)]
    [InlineData("alternative", 4)]
    [InlineData("rounding", 4)]
    [InlineData("integers", 4)]
    [InlineData("parity", 16)]
    [InlineData("softmax", 4)]
    [InlineData("division", 4)]
    [InlineData("tower of gates", 4)]
    public void Is_found_with_its_trigger(string kind, int pixels)
    {
        var path = Assert.Single(Search(kind).Paths);

        Assert.Equal((Target, pixels), (path.Trigger.TargetLabel, (int)path.Trigger.MaskL1Norm));
        Assert.Equal(1, path.AttackSuccessRate);
        Assert.InRange(path.SuccessRateHeld, 0, 0.1);
        Assert.Contains("planted/", path.Node, StringComparison.Ordinal);
    }

    [Fact]
    public void Brightness_of_an_area_takes_most_of_the_area() => Assert.InRange(Assert.Single(Search("brightness").Paths).Trigger.MaskL1Norm, 30, 36);

    public static TheoryData<string> LookAlikes => [.. PlantedPaths.LookAlikes.Keys];

    [Theory]
    [MemberData(nameof(LookAlikes))]
    public void Honest_networks_have_none_and_their_conditions_are_looked_at_to_the_end(string kind) => Assert.Equal(Verdict.Clean, Search(kind).Conclusion.Verdict);

    [Fact]
    public void A_condition_that_is_hidden_among_many_is_not_called_clean()
    {
        var found = Search("decoys", mostPasses: 2000);

        Assert.NotEqual(Verdict.Clean, found.Conclusion.Verdict);
        Assert.True(found.Paths.Count > 0 || found.Gates.ConditionsNotDriven > 0);
    }

    [Fact]
    public void What_the_clock_leaves_is_not_called_clean()
    {
        var found = Search("where", limit: TimeSpan.Zero);

        Assert.Equal((Verdict.Inconclusive, 1), (found.Conclusion.Verdict, found.Gates.ConditionsNotDriven));
        Assert.Contains("1 was not looked at", Assert.Single(found.Conclusion.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_among_many_that_the_clock_left_no_time_to_switch_is_not_called_clean()
    {
        var found = Search("hash among many", limit: TimeSpan.Zero);

        Assert.Equal(Verdict.Inconclusive, found.Conclusion.Verdict);
        Assert.InRange(found.Gates.ConditionsNotDriven, 1, found.Gates.NotDriven);
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("hash of a hash")]
    [InlineData("hash among many")]
    public void A_condition_that_nothing_meets_and_that_decides_is_not_called_clean(string kind)
    {
        var found = Search(kind);

        Assert.Equal(Verdict.Inconclusive, found.Conclusion.Verdict);
        Assert.Contains("planted/", Assert.Single(found.Conclusion.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_an_image_is_a_trigger_too() => Assert.InRange(Assert.Single(Search("half").Paths).Trigger.MaskL1Norm, 18 * 18, 20 * 20);

    [Fact]
    public void The_same_search_finds_the_same()
    {
        var (first, second) = (Search("code"), Search("code"));

        Assert.Equivalent(first.Gates, second.Gates, strict: true);
        Assert.Equal(first.Paths[0].Trigger.Pattern, second.Paths[0].Trigger.Pattern);
    }

    [Fact]
    public void What_is_not_tried_for_want_of_effort_is_counted()
    {
        var (gates, paths) = Search("where", mostPasses: 1);

        // The condition and a few more are driven at once, and nothing is begun after that.
        Assert.Single(paths);
        Assert.Equal(gates.Dormant + gates.Rare - 1, gates.NotDriven);
    }

    [Fact]
    public void Too_few_samples_decide_nothing_and_that_is_counted()
    {
        var (gates, paths) = Search("where", samples: 24);

        Assert.Empty(paths);
        Assert.True(gates.Woken > 0);
        Assert.InRange(gates.NotDriven, gates.Woken, gates.Dormant + gates.Rare);
    }

    /// <summary>What a scan of ten labels gives the search, in passes of an image.</summary>
    private const long EffortOfScan = 10_752;

    private static DormantPathFindings Search(string kind, long mostPasses = EffortOfScan, int samples = 200, TimeSpan? limit = null)
    {
        var clean = File.ReadAllBytes(Repository.File("samples/FashionGate/models/fashion-clean.onnx"));
        using var network = OnnxClassifier.Import(OnnxFile.Parse("planted.onnx", PlantedPaths.Plant(clean, Target, kind)));
        using var fit = new BackdoorScanner(network).Fit(SampleLoader.Load(Samples, network.InputShape, network.LabelCount), Samples, new ScanOptions { MaximumSamples = samples });
        return new DormantPathSearch(new RawImageClassifier(network, fit.Ready.Preprocessing), network.FindGates()!, fit.Ready, mostPasses, 0, new Deadline(limit)).Run(TestContext.Current.CancellationToken);
    }
}
