using Google.Protobuf;
using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;
using TorchSharp;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

/// <summary>The layers whose neurons can be taken out are found without their names.</summary>
public sealed class LayersThatMitigationsWorkOn
{
    [Fact]
    public void The_last_convolution_takes_its_batch_norm_and_non_linearity_along()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 2, 4, 4],
            [
                Node("Conv", ["x", "k", "kb"], "c"), Node("BatchNormalization", ["c", "s", "sb", "mean", "variance"], "n"), Node("Relu", ["n"], "r"),
                Node("GlobalAveragePool", ["r"], "g"), Node("Flatten", ["g"], "f"), Node("Gemm", ["f", "w", "b"], "y"),
            ],
            Weights("k", 6, 2, 3, 3), Weights("kb", 6), Weights("s", 6), Weights("sb", 6), Weights("mean", 6), Weights("w", 6, 4), Weights("b", 4), Positive("variance", 6)));
        using var original = OnnxClassifier.Import(OnnxFile.Parse("normalised.onnx", model.ToByteArray()));
        using var copy = original.TrainableCopy();
        var images = Networks.Images(5, original.InputShape);

        Assert.Equal([PrunableLayerKind.LastConvolution, PrunableLayerKind.Penultimate], copy.Layers.Select(layer => layer.Kind));
        var convolution = copy.Layers[0];
        Assert.Equal((6, 4), (convolution.Neurons, convolution.Parts.Count));
        // The pool is the mean over positions: both layers have the same activations here.
        Assert.True(convolution.MeanActivations(images).allclose(copy.Layers[1].MeanActivations(images), rtol: 1e-4, atol: 1e-5));
        Assert.True(convolution.MeanActivations(images).min().item<float>() >= 0);

        for (var channel = 0; channel < 6; channel++)
            convolution.Prune(channel);
        Assert.Equal(0, convolution.MeanActivations(images).abs().max().item<float>());
        Assert.True(copy.Logits(images).allclose(copy.Weights["b"].expand(5, 4)));
    }

    [Fact]
    public void A_dense_layer_reads_the_last_convolution_place_by_place_and_each_place_can_be_taken_out()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 1, 6, 6],
            [
                Node("Conv", ["x", "k"], "c"), Node("Relu", ["c"], "r"), Node("MaxPool", ["r"], "p", Ints("kernel_shape", [2, 2]), Ints("strides", [2, 2])), Node("Flatten", ["p"], "f"),
                Node("MatMul", ["f", "hidden"], "m"), Node("Relu", ["m"], "h"), Node("Gemm", ["h", "w"], "y"),
            ],
            Weights("k", 3, 1, 3, 3), Weights("hidden", 12, 5), Weights("w", 5, 4)));
        using var original = OnnxClassifier.Import(OnnxFile.Parse("dense.onnx", model.ToByteArray()));
        using var copy = original.TrainableCopy();
        var images = Networks.Images(5, original.InputShape);
        var layer = copy.Layers[0];
        Assert.Equal((PrunableLayerKind.LastConvolution, 12), (layer.Kind, layer.Neurons));

        var values = torch.nn.functional.max_pool2d(torch.nn.functional.conv2d(images, copy.Weights["k"]).relu(), 2).flatten(1);
        Assert.True(layer.MeanActivations(images).allclose(values.mean([0L]), rtol: 1e-4, atol: 1e-5));

        layer.Prune(7);
        var left = values.clone();
        left.select(1, 7).zero_();
        using var unpruned = original.TrainableCopy();
        Assert.True(copy.Logits(images).allclose(left.matmul(unpruned.Weights["hidden"]).relu().matmul(copy.Weights["w"]), rtol: 1e-4, atol: 1e-5));
    }

    [Fact]
    public void Where_a_convolution_passes_a_dense_layer_by_its_channels_are_what_is_taken_out()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 1, 4, 4],
            [
                Node("Conv", ["x", "k"], "c"), Node("Flatten", ["c"], "f"), Node("MatMul", ["f", "hidden"], "m"), Node("Add", ["m", "f"], "s"), Node("Gemm", ["s", "w"], "y"),
            ],
            Weights("k", 3, 1, 3, 3), Weights("hidden", 12, 12), Weights("w", 12, 4)));
        using var copy = OnnxClassifier.Import(OnnxFile.Parse("residual.onnx", model.ToByteArray())).TrainableCopy();

        Assert.Equal((PrunableLayerKind.LastConvolution, 3), (copy.Layers[0].Kind, copy.Layers[0].Neurons));
    }

    [Theory]
    [InlineData("Gemm", false)]
    [InlineData("Gemm", true)]
    [InlineData("MatMul", false)]
    [InlineData("Transpose", true)]
    public void A_pruned_neuron_of_the_second_to_last_layer_no_longer_counts_however_the_output_layer_is_written(string how, bool transposed)
    {
        using var scope = torch.NewDisposeScope();
        // As many neurons as labels: the shape does not tell which axis is which.
        var flag = new AttributeProto { Name = "transB", Type = AttributeProto.Types.AttributeType.Int, I = transposed ? 1 : 0 };
        NodeProto[] output = how switch
        {
            "Gemm" => [Node("Gemm", ["h", "w"], "y", flag)],
            "MatMul" => [Node("MatMul", ["h", "w"], "y")],
            _ => [Node("Transpose", ["w"], "t"), Node("MatMul", ["h", "t"], "y")],
        };
        // A sum of two branches, as residual networks have it.
        var model = Model(13, Graph([0, 1, 2, 2],
            [Node("Flatten", ["x"], "f"), Node("Relu", ["f"], "a"), Node("Sigmoid", ["f"], "s"), Node("Add", ["a", "s"], "h"), .. output], Weights("w", 4, 4)));
        using var original = OnnxClassifier.Import(OnnxFile.Parse("branches.onnx", model.ToByteArray()));
        using var copy = original.TrainableCopy();
        var images = Networks.Images(3, original.InputShape);
        var layer = Assert.Single(copy.Layers);
        var values = images.flatten(1);
        var hidden = values.relu() + values.sigmoid();
        Assert.True(layer.MeanActivations(images).allclose(hidden.mean([0L])));

        layer.Prune(2);
        var left = hidden.clone();
        left.select(1, 2).zero_();
        using var unpruned = original.TrainableCopy();
        var weight = transposed ? unpruned.Weights["w"].t() : unpruned.Weights["w"];
        Assert.True(copy.Logits(images).allclose(left.matmul(weight), rtol: 1e-4, atol: 1e-5));
    }

    [Theory]
    [InlineData("mnist_clean", 1, 28)]
    [InlineData("gtsrb_random", 3, 32)]
    public void Gradients_of_a_TorchScript_model_tell_the_activations_that_a_tap_sees_in_its_ONNX_twin(string name, int channels, int size)
    {
        using var scope = torch.NewDisposeScope();
        using var onnx = OnnxClassifier.Load(SharedFolder.Require($"models/pytorch/{name}.onnx")).TrainableCopy();
        using var script = TorchScriptClassifier.Load(SharedFolder.Require($"models/pytorch/{name}.pt"), new ImageShape(channels, size, size)).TrainableCopy();
        var images = Networks.Images(8, onnx.InputShape);

        var tapped = onnx.Layers.Single(layer => layer.Kind == PrunableLayerKind.Penultimate);
        var seen = Assert.Single(script.Layers);
        Assert.Equal((PrunableLayerKind.Penultimate, tapped.Neurons), (seen.Kind, seen.Neurons));
        Assert.True(seen.MeanActivations(images).allclose(tapped.MeanActivations(images), rtol: 1e-4, atol: 1e-5));
        Assert.All(script.Weights.Values, weight => Assert.False(weight.requires_grad));

        seen.Prune(1);
        tapped.Prune(1);
        Assert.True(script.Logits(images).allclose(onnx.Logits(images), rtol: 1e-4, atol: 1e-4));
    }

    [Fact]
    public void A_kernel_is_applied_with_the_factor_of_its_batch_norm()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 2, 4, 4],
            [
                Node("Conv", ["x", "k1"], "a"), Node("Relu", ["a"], "r"), Node("Conv", ["r", "k2", "kb"], "c"), Node("BatchNormalization", ["c", "s", "sb", "mean", "variance"], "n"),
                Node("GlobalAveragePool", ["n"], "g"), Node("Flatten", ["g"], "f"), Node("Gemm", ["f", "w"], "y"),
            ],
            Weights("k1", 3, 2, 1, 1), Weights("k2", 6, 3, 3, 3), Weights("kb", 6), Weights("s", 6), Weights("sb", 6), Weights("mean", 6), Weights("w", 6, 4), Positive("variance", 6)));
        using var copy = OnnxClassifier.Import(OnnxFile.Parse("normalised.onnx", model.ToByteArray())).TrainableCopy();

        Assert.Equal([PrunableLayerKind.Convolution, PrunableLayerKind.LastConvolution], copy.Convolutions.Select(layer => layer.Kind));
        Assert.True(copy.Convolutions[0].AppliedKernel!().allclose(copy.Weights["k1"]));

        var kernel = copy.Convolutions[1].AppliedKernel!();
        var variance = Import.TensorReader.Read("normalised.onnx", Positive("variance", 6));
        var expected = copy.Weights["k2"] * (copy.Weights["s"] / (variance + 1e-5f).sqrt()).reshape(6, 1, 1, 1);
        Assert.True(kernel.allclose(expected, rtol: 1e-4, atol: 1e-6));

        copy.Convolutions[1].Prune(4);
        Assert.Equal(0, copy.Convolutions[1].AppliedKernel!()[4].abs().max().item<float>());
    }

    [Fact]
    public void A_weight_that_two_layers_share_is_left_alone()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 1, 2, 2],
            [Node("Flatten", ["x"], "f"), Node("MatMul", ["f", "w"], "h"), Node("Relu", ["h"], "r"), Node("MatMul", ["r", "w"], "y")], Weights("w", 4, 4)));
        using var copy = OnnxClassifier.Import(OnnxFile.Parse("tied.onnx", model.ToByteArray())).TrainableCopy();

        Assert.Empty(copy.Layers);
    }
}
