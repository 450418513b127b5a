using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Mitigation;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Mitigation;

public class LipschitzPruningTests
{
    [Fact]
    public void A_channel_that_amplifies_far_more_than_the_others_of_its_layer_is_taken_out()
    {
        using var network = new Layered(TwentyKernelsLike(3f), TwentyKernelsLike(1f));

        var pruned = Assert.Single(LipschitzPruning.Run(network, "layers", LipschitzPruning.DefaultDeviations));

        Assert.Equal(("layer 0", 20), (pruned.Layer, pruned.Channels));
        Assert.Equal([7], pruned.Pruned);
        Assert.Equal(0, network.Kernels[0][7].abs().max().item<float>());
        Assert.True(network.Kernels[0].select(0, 6).allclose(network.Kernels[1].select(0, 6)));
    }

    [Fact]
    public void What_is_taken_out_depends_on_how_far_it_stands_out()
    {
        using var network = new Layered(TwentyKernelsLike(3f));

        Assert.Empty(LipschitzPruning.Run(network, "layers", deviations: 5));
    }

    [Fact]
    public void It_is_the_largest_singular_value_that_counts_and_not_the_size_of_the_weights()
    {
        // As large a sum of squares: once in one direction, once spread over two that do not add up.
        var kernels = TwentyKernelsLike(1f);
        kernels[3] = torch.tensor(new float[] { 2, 0, 0, 0, 0, 0, 0, 0 }).reshape(2, 2, 2);
        kernels[4] = torch.tensor(new float[] { 1.4142f, 0, 0, 0, 0, 1.4142f, 0, 0 }).reshape(2, 2, 2);
        using var network = new Layered(kernels);

        Assert.Equal([3], Assert.Single(LipschitzPruning.Run(network, "layers", LipschitzPruning.DefaultDeviations)).Pruned);
    }

    [Fact]
    public void A_network_without_convolutions_has_nothing_to_prune()
    {
        using var network = new Layered();

        Assert.Equal(DiagnosticIds.NothingToPrune, Assert.Throws<ModelAssertException>(() => LipschitzPruning.Run(network, "layers", 3)).Id);
    }

    /// <summary>Twenty channels of two inputs and 2x2 positions with bounds of about 1, but for the eighth.</summary>
    private static torch.Tensor TwentyKernelsLike(float eighth)
    {
        using var scope = torch.NewDisposeScope();
        var kernels = torch.zeros(20, 2, 2, 2);
        for (var channel = 0; channel < 20; channel++)
            kernels[channel, channel % 2, 0, 0] = channel == 7 ? eighth : 1f + 0.01f * channel;
        return kernels.MoveToOuterDisposeScope();
    }

    /// <summary>Convolutions without a network around them.</summary>
    private sealed class Layered(params torch.Tensor[] kernels) : TrainableClassifier
    {
        public torch.Tensor[] Kernels => kernels;

        public override ImageShape InputShape => new(1, 8, 8);

        public override int LabelCount => 2;

        public override IReadOnlyDictionary<string, torch.Tensor> Weights => kernels.Index().ToDictionary(entry => $"{entry.Index}", entry => entry.Item);

        public override IReadOnlyList<PrunableLayer> Convolutions =>
        [
            .. kernels.Select((kernel, i) => new PrunableLayer(
                PrunableLayerKind.Convolution, $"layer {i}", (int)kernel.shape[0], images => images, [new NeuronPart(kernel, 0)]) { AppliedKernel = () => kernel.alias() }),
        ];

        public override torch.Tensor Logits(torch.Tensor input) => throw new NotSupportedException();

        public override ImportParity Write(torch.Tensor images, string path) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            foreach (var kernel in kernels)
                kernel.Dispose();
            base.Dispose(disposing);
        }
    }
}
