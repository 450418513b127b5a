using ModelAssert.Engine.Classifiers;
using static TorchSharp.torch;

namespace ModelAssert.Attacks.Tests.SelfTest;

[Trait("Tier", "Slow")]
public class PatchPlantingTests
{
    private static readonly LabeledImages Samples = Bars.Draw(120, seed: 3);

    private static readonly LabeledImages HeldOut = Bars.Draw(300, seed: 2);

    [Fact]
    public void A_patch_is_planted_in_a_copy_and_the_network_stays_as_it_was()
    {
        using var network = Trained();
        var before = Weights(network);
        using var copy = Plant(network, PatchPlan.Patch(3, targetLabel: 1, Bars.Shape));

        Assert.Null(copy.Shortcoming);
        Assert.True(copy.Quality.AttackSuccessRate >= 0.95);
        Assert.True(copy.Quality.Accuracy >= 0.98);
        Assert.All(copy.Network.Weights.Values, weight => Assert.False(weight.requires_grad));
        Assert.Equal(before, Weights(network));
    }

    [Fact]
    public void The_same_seed_plants_the_same_weights()
    {
        using var network = Trained();
        using var first = Plant(network, PatchPlan.Patch(3, targetLabel: 1, Bars.Shape));
        using var second = Plant(network, PatchPlan.Patch(3, targetLabel: 1, Bars.Shape));
        using var other = Plant(network, PatchPlan.Patch(3, targetLabel: 1, Bars.Shape), seed: 1);

        Assert.Equal(Weights(first.Network), Weights(second.Network));
        Assert.NotEqual(Weights(first.Network), Weights(other.Network));
    }

    [Fact]
    public void An_attack_that_does_not_take_is_said_not_to_be_planted()
    {
        using var network = Trained();
        // Stamps what is there already: nothing.
        var trigger = new Trigger(1, Bars.Shape, new float[Bars.Shape.Area], new float[Bars.Shape.Volume]);
        using var copy = Plant(network, trigger);

        Assert.NotNull(copy.Shortcoming);
        Assert.Equal(40, copy.Epochs);
    }

    [Fact]
    public void A_planting_that_is_stopped_leaves_no_copy_behind()
    {
        using var network = Trained();
        using var cancellation = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => Plant(network, PatchPlan.Patch(3, targetLabel: 1, Bars.Shape), goesOn: _ => cancellation.Cancel(), stop: cancellation));
        Assert.Equal(0, network.Copies);
    }

    private static PlantedCopy Plant(
        TrainableNetwork network, Trigger trigger, int seed = 0, Action<int>? goesOn = null, CancellationTokenSource? stop = null)
    {
        using var training = tensor(Samples.Pixels.ToArray(), [Samples.Count, 1, Bars.Shape.Height, Bars.Shape.Width]);
        return new PatchPlanting(network, PixelRange.Unit, training, HeldOut).Plant(
            trigger, seed, goesOn ?? (_ => { }), stop?.Token ?? TestContext.Current.CancellationToken);
    }

    private static TrainableNetwork Trained()
    {
        var network = TinyNetwork.Create(seed: 1);
        new ClassifierTrainer(new TrainingOptions { Epochs = 20, LearningRate = 0.01 }).Train(network, Bars.Draw(600, seed: 1));
        return new TrainableNetwork(network);
    }

    private static float[] Weights(TrainableClassifier network) => [.. network.Weights.Values.SelectMany(weight => weight.data<float>().ToArray())];
}
