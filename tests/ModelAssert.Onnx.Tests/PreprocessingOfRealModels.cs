using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;
using TorchSharp;

namespace ModelAssert.Onnx.Tests;

/// <summary>Trained networks whose preprocessing nobody states.</summary>
public class PreprocessingOfRealModels
{
    [Fact]
    public void A_network_of_normalised_pictures_is_as_accurate_as_with_what_it_was_trained_with()
    {
        using var network = OnnxClassifier.Load(Repository.File("samples/FashionGate/models/fashion-clean.onnx"));
        using var normalised = new OfNormalised(network, 0.2860f, 0.3530f);
        var path = Repository.File("samples/FashionGate/data/fashion-clean-samples.npz");

        var plain = Check(network, path);
        var found = Check(normalised, path);
        Assert.Equal((Preprocessing)PixelRange.Unit, plain.Preprocessing!.Used);
        Assert.Equal(new Preprocessing { Mean = [0.2860], StandardDeviation = [0.3530] }, found.Preprocessing!.Used);
        Assert.InRange(found.Accuracy, plain.Accuracy - 0.002, plain.Accuracy + 0.002);
        // Nothing is in doubt, so that nothing is scanned twice.
        Assert.Equal((null, null, null, null), (plain.Preprocessing.Note, plain.Preprocessing.RunnerUp, found.Preprocessing.Note, found.Preprocessing.RunnerUp));
    }

    [Theory]
    [InlineData("models/mnist-opset8.onnx")]
    [InlineData("models/pytorch/mnist_clean.onnx")]
    public void A_network_that_does_as_well_with_another_range_is_a_guess_that_says_so(string model)
    {
        using var network = OnnxClassifier.Load(SharedFolder.Require(model));
        var preprocessing = Check(network, SharedFolder.Require("data/mnist/t10k-images-idx3-ubyte.gz")).Preprocessing!;

        Assert.Equal(((Preprocessing)PixelRange.Unit, true), (preprocessing.Used, preprocessing.AboutAsWell));
        // Several do; which of them is next is a matter of a few samples.
        Assert.NotNull(preprocessing.RunnerUp);
        Assert.Contains("two do about as well: 0..1", preprocessing.Note, StringComparison.Ordinal);
    }

    private static SamplesSummary Check(DifferentiableClassifier network, string path) =>
        new BackdoorScanner(network).Check(SampleLoader.Load(path, network.InputShape, network.LabelCount), path, new ScanOptions()).Samples;

    /// <summary>A network of plain pictures as one that was trained on normalised ones.</summary>
    private sealed class OfNormalised(DifferentiableClassifier network, float mean, float deviation) : DifferentiableClassifier
    {
        public override ImageShape InputShape => network.InputShape;

        public override int LabelCount => network.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input) => network.Logits(input * deviation + mean);
    }
}
