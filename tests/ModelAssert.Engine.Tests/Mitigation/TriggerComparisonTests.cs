using ModelAssert.Engine.Mitigation;

namespace ModelAssert.Engine.Tests.Mitigation;

public class TriggerComparisonTests
{
    private const int Infected = 2;

    private static readonly Trigger Original = TrainableStripeNetwork.Checkerboard(Infected);

    [Fact]
    public void A_trigger_is_like_itself()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);

        var comparison = TriggerComparison.Of(network, Original, Original, samples);

        Assert.Equal((1, 1, 1, 1), (comparison.ReversedSuccess, comparison.OriginalSuccess, comparison.MaskOverlap, comparison.MassInside));
        Assert.Equal(1, comparison.Neurons!.TopOverlap);
        Assert.Equal(0, comparison.Neurons.Clean, tolerance: 0.01);
        Assert.Equal(4, comparison.Neurons.Original, tolerance: 0.1);
    }

    [Fact]
    public void Half_of_it_and_as_much_beside_it_overlaps_by_a_third()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);
        var (mask, pattern) = (new float[64], new float[64]);
        foreach (var pixel in (int[])[54, 55, 0, 1])
            mask[pixel] = 1;
        pattern[54] = 1;

        var comparison = TriggerComparison.Of(network, new Trigger(Infected, network.InputShape, mask, pattern), Original, samples);

        Assert.Equal((2 / 6.0, 0.5), (comparison.MaskOverlap, comparison.MassInside));
        Assert.True(comparison.ReversedSuccess < 0.5);
        Assert.True(comparison.Neurons!.Reversed < comparison.Neurons.Original);
    }
}
