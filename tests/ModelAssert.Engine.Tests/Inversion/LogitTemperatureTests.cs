using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Scanning;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Inversion;

/// <summary>The same answers to every image are the same scan, whatever the logits are multiplied by.</summary>
public sealed class LogitTemperatureTests
{
    [Theory]
    // Powers of two round nothing, so everything is the same to the last bit; 1,000 is not one.
    [InlineData(1 / 1024.0, true)]
    [InlineData(1024, true)]
    [InlineData(1000, false)]
    [InlineData(0.001, false)]
    public void A_scan_does_not_depend_on_the_scale_of_the_logits(double scale, bool isExact)
    {
        using var network = new StripeNetwork(5);
        using var scaled = new Rescaled(network, scale, 0);

        var (one, other) = (Scan(network), Scan(scaled));

        Assert.Equal((one.Verdict, 5), (other.Verdict, Assert.Single(other.Labels!.Judgement.Labels, label => label.State == LabelState.Infected).Label));
        Assert.All(one.Labels!.Triggers.Zip(other.Labels!.Triggers), pair =>
        {
            Assert.InRange(pair.Second.Trigger.MaskL1Norm / pair.First.Trigger.MaskL1Norm, 0.5, 2);
            if (isExact)
                Assert.Equal(pair.First.Trigger.Mask, pair.Second.Trigger.Mask);
        });
    }

    [Fact]
    public void Nor_on_what_is_added_to_all_of_them()
    {
        using var network = new StripeNetwork(5);
        using var shifted = new Rescaled(network, 1, 1000);

        Assert.Equal(5, Assert.Single(Scan(shifted).Labels!.Judgement.Labels, label => label.State == LabelState.Infected).Label);
    }

    [Fact]
    public void The_temperature_follows_the_scale_and_is_1_where_there_is_nothing_to_measure()
    {
        using var samples = Mitigation.CleanStripes.Take(64);
        using var network = new StripeNetwork();
        using var scaled = new Rescaled(network, 8, 3);
        using var deaf = new Rescaled(network, 0, 3);

        var temperature = Of(network);
        Assert.Equal(8, Of(scaled) / temperature, 4);
        Assert.Equal(1, Of(deaf));

        double Of(DifferentiableClassifier classifier) => LogitTemperature.Of(new RawImageClassifier(classifier, PixelRange.Unit), samples.Optimisation);
    }

    private static ScanFindings Scan(DifferentiableClassifier network) =>
        new BackdoorScanner(network).Scan(StripeNetwork.Samples(320), "samples", new ScanOptions(), cancellation: TestContext.Current.CancellationToken);

    private sealed class Rescaled(DifferentiableClassifier network, double scale, double offset) : DifferentiableClassifier
    {
        public override ImageShape InputShape => network.InputShape;

        public override int LabelCount => network.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input) => (network.Logits(input) * LastingScalar.Of(scale)).Plus(LastingScalar.Of(offset));
    }
}
