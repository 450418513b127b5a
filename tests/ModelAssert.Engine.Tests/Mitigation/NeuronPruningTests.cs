using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Neurons;

namespace ModelAssert.Engine.Tests.Mitigation;

public class NeuronPruningTests
{
    private const int Infected = 2;

    private static readonly Trigger Checkerboard = TrainableStripeNetwork.Checkerboard(Infected);

    [Fact]
    public void The_neurons_that_the_trigger_drives_come_first()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);

        var order = new NeuronRanking(network.Layers[0], new RawImageClassifier(network, PixelRange.Unit)).Order(Checkerboard, samples.Optimisation);

        Assert.Equal(100, order.Distinct().Count());
        Assert.Equal(TrainableStripeNetwork.Backdoor, order.Take(3).Order());
        Assert.Equal(order[..1], NeuronRanking.TopOf(order));
    }

    [Fact]
    public void Pruning_stops_where_the_trigger_fails_and_costs_nothing_that_is_not_the_backdoors()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);
        var before = CopyOf(network);

        var curve = new NeuronPruning(network, network.Layers[0], samples, new RepairOptions(), []).Run(Checkerboard, accuracyBefore: 1, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((Infected, "hidden", 100, PruningEnd.TriggerFails), (curve.Label, curve.Layer, curve.Neurons, curve.End));
        Assert.InRange(curve.Pruned, 1, 3);
        Assert.Equal((1, 1), (curve.Points[0].AttackSuccessRate, curve.Points[0].CleanAccuracy));
        Assert.True(curve.Points[^1].AttackSuccessRate <= RepairOptions.NoResponse);
        Assert.Equal(curve.Pruned + 1, curve.Points.Count);
        Assert.Equal([.. Enumerable.Range(0, curve.Pruned + 1).Select(count => count / 100.0)], curve.Points.Select(point => point.PrunedShare));
        var columns = CopyOf(network).Zip(before).Index().Where(entry => entry.Item.First != entry.Item.Second).Select(entry => entry.Index % 100).Distinct();
        Assert.Subset(TrainableStripeNetwork.Backdoor.ToHashSet(), columns.ToHashSet());
    }

    [Fact]
    public void It_goes_no_further_than_it_may()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);

        var curve = new NeuronPruning(network, network.Layers[0], samples, new RepairOptions { MaximumPrunedShare = 0.01 }, []).Run(Checkerboard, 1, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((PruningEnd.LimitReached, 1), (curve.End, curve.Pruned));
        Assert.True(curve.Points[^1].AttackSuccessRate > RepairOptions.NoResponse);
    }

    [Fact]
    public void A_step_that_costs_too_much_accuracy_is_taken_back()
    {
        using var network = new TrainableStripeNetwork();
        using var samples = CleanStripes.Take(160);
        var before = CopyOf(network);
        // A bright row is what label 5 is known by: the neuron that this drives is the label's own.
        var (mask, pattern) = (new float[64], new float[64]);
        mask.AsSpan(40, 8).Fill(1);
        pattern.AsSpan(40, 8).Fill(1);

        var curve = new NeuronPruning(network, network.Layers[0], samples, new RepairOptions(), [])
            .Run(new Trigger(5, network.InputShape, mask, pattern), accuracyBefore: 1, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((PruningEnd.AccuracyGuard, 0), (curve.End, curve.Pruned));
        Assert.Equal(1, curve.Points[^1].AttackSuccessRate, tolerance: 0.1);
        Assert.Equal(before, CopyOf(network));
    }

    private static float[] CopyOf(TrainableStripeNetwork network) => [.. network.Weights["output"].data<float>()];
}
