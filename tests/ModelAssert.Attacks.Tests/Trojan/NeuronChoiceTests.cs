using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Attacks.Tests;

public class NeuronChoiceTests
{
    [Fact]
    public void Takes_those_with_the_largest_sum_of_absolute_weights()
    {
        using var network = TinyNetwork.Create(seed: 1);
        using (no_grad())
        {
            var weights = network.get_parameter("fc1.weight")!;
            weights.zero_();
            weights[7].fill_(-2);
            weights[3].fill_(1);
            weights[20, 5] = 100;
        }

        Assert.Equal([7, 20, 3], NeuronChoice.Best(network, NetworkHead.Of(network), 3));
    }

    [Fact]
    public void Finds_the_neurons_behind_dropout_and_in_nested_chains()
    {
        using var inner = TinyNetwork.Create(seed: 1, dropout: 0.5);
        using var network = Sequential(("inner", inner));
        using var scope = NewDisposeScope();
        network.eval();
        var images = rand(5, 1, 8, 8);
        var head = NetworkHead.Of(network);

        Assert.True(head.Output.forward(head.Activations(images)).allclose(network.forward(images)));
        Assert.True(head.Inputs(images).relu().allclose(head.Activations(images)));
        Assert.True(head.Inputs(images).min().item<float>() < 0);
    }

    [Fact]
    public void Refuses_networks_that_are_built_otherwise()
    {
        using var network = TinyNetwork.Create(seed: 1);
        using var withoutOutput = Sequential(("flatten", Flatten()), ("relu", ReLU()));
        using var withoutNeurons = Sequential(("conv", Conv2d(1, 2, 3)), ("flatten", Flatten()), ("fc", Linear(72, 3)));

        Assert.Throws<ArgumentException>(() => NetworkHead.Of(withoutOutput));
        Assert.Throws<ArgumentException>(() => NeuronChoice.Best(withoutNeurons, NetworkHead.Of(withoutNeurons), 1));
        Assert.Throws<ArgumentException>(() => NeuronChoice.Best(network, NetworkHead.Of(network), 33));
    }
}
