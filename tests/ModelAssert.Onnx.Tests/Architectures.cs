using Google.Protobuf;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

/// <summary>The ways in which exporters write today's networks, small: each is proven against ONNX Runtime, for a batch, and has gradients.</summary>
public class Architectures
{
    public static TheoryData<string> Names => [.. ArchitectureGraphs.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_proven_and_have_gradients(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var classifier = OnnxClassifier.Import(OnnxFile.Parse(name, Model(17, ArchitectureGraphs.All[name]).ToByteArray()));

        Assert.Equal(new ImageShape(3, 8, 8), classifier.InputShape);
        Assert.Equal(5, classifier.LabelCount);
        var parity = classifier.ProveImport(Networks.Images(6, classifier.InputShape));
        Assert.True(parity.MaxAbsDifference < 1e-4, $"{parity.MaxAbsDifference}");

        var images = Networks.Images(4, classifier.InputShape).requires_grad_(true);
        classifier.Logits(images).square().sum().backward();
        var gradients = images.grad!.abs().sum([1L, 2, 3]);
        Assert.True(gradients.isfinite().all().item<bool>());
        Assert.True(gradients.min().item<float>() > 0);
    }

    [Fact]
    public void Say_whether_they_are_quantised()
    {
        using var quantized = OnnxClassifier.Import(OnnxFile.Parse("q.onnx", Model(17, ArchitectureGraphs.All["quantised: QDQ"]).ToByteArray()));
        using var other = OnnxClassifier.Import(OnnxFile.Parse("k.onnx", Model(17, ArchitectureGraphs.All["Keras: SAME pads and the mean over H and W"]).ToByteArray()));
        Assert.True(quantized.IsQuantized);
        Assert.False(other.IsQuantized);
    }
}
