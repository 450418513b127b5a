using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Attacks.Tests;

public class NeuronChoiceTests
{
    [Fact]
    public void Takes_the_one_that_the_area_drives_furthest()
    {
        using var network = TinyNetwork.Create(seed: 1);
        using (no_grad())
        {
            var weights = network.get_parameter("fc1.weight")!;
            weights.zero_();
            // One for the whole image, one for the first pixel, one for the last.
            weights[7].fill_(2);
            weights[3, 0] = 50;
            weights[20, 63] = 50;
        }

        Assert.Equal(3, Best(top: 0, left: 0));
        Assert.Equal(20, Best(top: 7, left: 7));

        long Best(int top, int left) => new NeuronChoice(NetworkHead.Of(network, layers: 1)).Best(
            TriggerArea.Square(Bars.Shape, new PatchSquare(top, left, 1)), Bars.Draw(60, seed: 1), count: 1, new Random(1))[0];
    }

    [Fact]
    public void Cuts_behind_dropout_and_in_nested_chains()
    {
        using var inner = TinyNetwork.Create(seed: 1, dropout: 0.5);
        using var network = Sequential(("inner", inner));
        using var scope = NewDisposeScope();
        network.eval();
        var images = rand(5, 1, 8, 8);
        var last = NetworkHead.Of(network, layers: 1);
        var both = NetworkHead.Of(network, layers: 5);

        Assert.True(last.Logits(last.Activations(images)).allclose(network.forward(images)));
        Assert.True(last.Inputs(images).relu().allclose(last.Activations(images)));
        Assert.Equal(32, last.First.in_features);
        Assert.True(both.Logits(both.Activations(images)).allclose(network.forward(images)));
        Assert.Equal(64, both.First.in_features);
        Assert.Equal(3, both.Labels);
    }

    [Fact]
    public void Refuses_networks_that_are_built_otherwise()
    {
        using var network = TinyNetwork.Create(seed: 1);
        using var withoutOutput = Sequential(("flatten", Flatten()), ("relu", ReLU()));
        using var withoutBody = Sequential(("fc", Linear(72, 3)));
        var choice = new NeuronChoice(NetworkHead.Of(network, layers: 1));

        Assert.Throws<ArgumentException>(() => NetworkHead.Of(withoutOutput, layers: 1));
        Assert.Throws<ArgumentException>(() => NetworkHead.Of(withoutBody, layers: 1));
        Assert.Throws<ArgumentException>(() =>
            choice.Best(TriggerArea.Square(Bars.Shape, new PatchSquare(0, 0, 1)), Bars.Draw(6, seed: 1), count: 33, new Random(1)));
    }
}
