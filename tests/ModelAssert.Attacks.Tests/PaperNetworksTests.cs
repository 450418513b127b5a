using static TorchSharp.torch;

namespace ModelAssert.Attacks.Tests;

public class PaperNetworksTests
{
    [Fact]
    public void Mnist_network_is_that_of_the_paper()
    {
        using var network = PaperNetworks.Mnist(seed: 1);

        Assert.Equal([3, 10], OutputShape(network, [3, 1, 28, 28]));
        Assert.Equal(281_034, WeightCount(network));
        Assert.Equal(
            ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "flatten", "fc1", "relu3", "fc2"],
            network.named_children().Select(layer => layer.name));
    }

    [Fact]
    public void Gtsrb_network_is_that_of_the_paper()
    {
        using var network = PaperNetworks.Gtsrb(seed: 1);

        Assert.Equal([3, 43], OutputShape(network, [3, 3, 32, 32]));
        Assert.Equal(571_723, WeightCount(network));
    }

    [Fact]
    public void Gtsrb_network_comes_in_other_widths()
    {
        using var network = PaperNetworks.Gtsrb(seed: 1, labels: 5, baseWidth: 8);

        Assert.Equal([1, 5], OutputShape(network, [1, 3, 32, 32]));
    }

    [Fact]
    public void Gtsrb_network_comes_with_batch_norm()
    {
        using var network = PaperNetworks.Gtsrb(seed: 1, baseWidth: 16, batchNorm: true);

        Assert.Equal([3, 43], OutputShape(network, [3, 3, 32, 32]));
        Assert.Equal(
            ["conv1", "norm1", "relu1", "conv2", "norm2", "relu2", "pool1", "dropout1"], network.named_children().Take(8).Select(layer => layer.name));
        Assert.All(network.get_parameter("norm6.weight")!.detach().data<float>(), scale => Assert.Equal(1, scale));
    }

    [Fact]
    public void DeepId_network_is_that_of_the_paper()
    {
        using var network = PaperNetworks.DeepId(seed: 1);

        Assert.Equal([3, 1283], OutputShape(network, [3, 3, 55, 47]));
        Assert.Equal(601_643, WeightCount(network));
    }

    [Theory]
    [InlineData("shallow.fc.weight")]
    [InlineData("deep.fc.weight")]
    public void Both_ways_of_DeepId_reach_the_labels(string name)
    {
        using var network = PaperNetworks.DeepId(seed: 1, labels: 4);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var image = rand(1, 3, 55, 47);
        var before = network.forward(image);

        network.get_parameter(name)!.zero_();

        Assert.True((network.forward(image) - before).abs().max().item<float>() > 1e-3f);
    }

    [Fact]
    public void Weights_depend_on_the_seed_alone()
    {
        using var first = PaperNetworks.Mnist(seed: 1);
        using var again = PaperNetworks.Mnist(seed: 1);
        using var other = PaperNetworks.Mnist(seed: 2);

        Assert.Equal(TinyNetwork.Weights(first), TinyNetwork.Weights(again));
        Assert.NotEqual(TinyNetwork.Weights(first), TinyNetwork.Weights(other));
    }

    /// <summary>Models that ship were trained from these weights: one draw after the other, in the order of the layers.</summary>
    [Fact]
    public void Weights_are_drawn_layer_by_layer()
    {
        using var network = PaperNetworks.Gtsrb(seed: 5, baseWidth: 4);
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var first = empty(4, 3, 3, 3).uniform_(-Math.Sqrt(6.0 / 63), Math.Sqrt(6.0 / 63), generator);
        var second = empty(4, 4, 3, 3).uniform_(-Math.Sqrt(6.0 / 72), Math.Sqrt(6.0 / 72), generator);

        Assert.True(network.get_parameter("conv1.weight")!.allclose(first, rtol: 0, atol: 0));
        Assert.True(network.get_parameter("conv2.weight")!.allclose(second, rtol: 0, atol: 0));
    }

    [Fact]
    public void Weights_fill_the_interval_of_Glorot_and_biases_are_zero()
    {
        using var network = PaperNetworks.Mnist(seed: 1);
        var weights = network.get_parameter("fc1.weight")!.detach().data<float>().ToArray();
        var bound = MathF.Sqrt(6f / (512 + 512));

        Assert.InRange(weights.Max(), 0.99f * bound, bound);
        Assert.InRange(weights.Min(), -bound, -0.99f * bound);
        Assert.All(network.get_parameter("fc1.bias")!.detach().data<float>(), bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void Refuses_what_is_no_classifier()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PaperNetworks.Mnist(seed: 1, labels: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PaperNetworks.Gtsrb(seed: 1, baseWidth: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PaperNetworks.DeepId(seed: 1, labels: 1));
    }

    private static long[] OutputShape(nn.Module<Tensor, Tensor> network, long[] input)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        return network.forward(zeros(input)).shape;
    }

    private static long WeightCount(nn.Module network) => network.parameters().Sum(parameter => parameter.numel());
}
