using Google.Protobuf;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;
using TorchSharp;

namespace ModelAssert.Onnx.Tests;

/// <summary>Models that take the values of an image in a row, or without its channels: what scikit-learn, ML.NET and many a tutorial write.</summary>
public sealed class FlattenedImages
{
    private static readonly ImageShape Picture = new(1, 28, 28);

    [Theory]
    [InlineData(784L)]
    [InlineData(28L, 28L)]
    [InlineData(784L, 1L)]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(0L, 28L)]
    public void Are_the_pictures_that_the_description_says(params long[] sizes)
    {
        using var scope = torch.NewDisposeScope();
        using var original = OnnxClassifier.Import(OnnxFile.Parse("fashion.onnx", Fashion()));
        using var flattened = Import(Flattened(sizes), new ModelDescription { InputShape = Picture });
        var images = torch.rand(5, 1, 28, 28).requires_grad_();

        Assert.Equal(Picture, flattened.InputShape);
        Assert.True(flattened.Logits(images).allclose(original.Logits(images), rtol: 1e-5, atol: 1e-5));
        flattened.Logits(images).sum().backward();
        Assert.True(images.grad!.abs().sum().item<float>() > 0);
        Assert.InRange(flattened.ProveImport(images.detach()).MaxAbsDifference, 0, 1e-3);
        Assert.NotEmpty(flattened.FindGates()!.Watch(images.detach()));
    }

    [Fact]
    public void Have_their_colours_side_by_side_where_the_description_says_so()
    {
        using var scope = torch.NewDisposeScope();
        // A label for each channel: the sum of its values, which lie 3 apart.
        float[] weights = [.. Enumerable.Range(0, 12 * 3).Select(i => i / 3 % 3 == i % 3 ? 1f : 0)];
        var model = ModelBuilder.Model(13, ModelBuilder.Graph([1, 12], [ModelBuilder.Node("MatMul", ["x", "w"], "y")], [ModelBuilder.Floats("w", [12, 3], weights)]));
        var images = torch.tensor((float[])[1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], [1, 3, 2, 2]);

        using var pixels = Import(model.ToByteArray(), new ModelDescription { InputShape = new ImageShape(3, 2, 2), InputLayout = InputLayout.Nhwc });
        using var channels = Import(model.ToByteArray(), new ModelDescription { InputShape = new ImageShape(3, 2, 2) });

        Assert.Equal((float[])[4, 8, 12], pixels.Outputs(images).data<float>().ToArray());
        Assert.NotEqual((float[])[4, 8, 12], channels.Outputs(images).data<float>().ToArray());
    }

    [Theory]
    [InlineData("--input-shape 1x28x28 --write", 784L)]
    [InlineData("--input-shape 1x28x28 --write", 28L, 28L)]
    [InlineData("--input-shape 3x32x32 --write", 3072L)]
    [InlineData("[3, free]", 3L, 0L)]
    public void Are_asked_for_with_a_command_that_names_the_likely_shape(string says, params long[] sizes)
    {
        var refused = Assert.Throws<ModelAssertException>(() => Import(Flattened(sizes), new ModelDescription()));

        Assert.Equal(DiagnosticIds.DescriptionIllegal, refused.Id);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(783L)]
    [InlineData(0L, 27L)]
    [InlineData(0L, 0L)]
    public void Are_refused_where_the_description_is_of_others(params long[] sizes)
    {
        var refused = Assert.Throws<ModelAssertException>(() => Import(Flattened(sizes), new ModelDescription { InputShape = Picture }));

        Assert.Contains("the inputShape that is stated, 1x28x28, has 784", refused.Message, StringComparison.Ordinal);
    }

    private static OnnxClassifier Import(byte[] model, ModelDescription description) => OnnxClassifier.Import(OnnxFile.Parse("flat.onnx", model), description);

    private static byte[] Fashion() => File.ReadAllBytes(Repository.File("samples/FashionGate/models/fashion-clean.onnx"));

    private static byte[] Flattened(long[] sizes) => FlatModel.Of(Fashion(), [1, 28, 28], sizes);
}
