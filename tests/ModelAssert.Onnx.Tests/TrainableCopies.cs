using Google.Protobuf;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;
using TorchSharp;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

/// <summary>A copy of a model is trained, and goes back into the model's own format.</summary>
public sealed class TrainableCopies : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_ONNX_copy_is_the_same_function_learns_and_is_written()
    {
        using var scope = torch.NewDisposeScope();
        using var original = OnnxClassifier.Import(OnnxFile.Parse("exported.onnx", Networks.File()));

        LearnsAndIsWritten(original, Networks.Images(6), path => OnnxClassifier.Load(path));
    }

    [Fact]
    public void So_is_a_TorchScript_copy()
    {
        using var scope = torch.NewDisposeScope();
        using var original = TorchScriptClassifier.Load(SharedFolder.Require("models/pytorch/mnist_clean.pt"), new ImageShape(1, 28, 28));

        LearnsAndIsWritten(original, Networks.Images(6, original.InputShape), path => TorchScriptClassifier.Load(path, original.InputShape));
    }

    [Theory]
    [InlineData("pytorch/mnist_clean.onnx")]
    [InlineData("mnist-opset8.onnx")]
    [InlineData("squeezenet-cifar10-opset9.onnx")]
    public void Exports_of_others_too(string file)
    {
        using var scope = torch.NewDisposeScope();
        using var original = OnnxClassifier.Load(SharedFolder.Require($"models/{file}"));

        LearnsAndIsWritten(original, Networks.Images(6, original.InputShape), path => OnnxClassifier.Load(path));
    }

    [Fact]
    public void What_layers_learn_is_free_and_nothing_else()
    {
        using var original = OnnxClassifier.Import(OnnxFile.Parse("exported.onnx", Networks.File()));
        using var copy = original.TrainableCopy();

        // Two convolutions (one without bias), a batch norm's scale and bias, two products with their biases.
        Assert.Equal(9, copy.Weights.Count);
        Assert.DoesNotContain(copy.Weights.Keys, name => name.Contains("running"));
    }

    [Fact]
    public void A_weight_behind_a_transposition_is_the_one_of_the_file()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 2, 3, 3],
            [Node("Sub", ["x", "mean"], "c"), Node("Flatten", ["c"], "f"), Node("Transpose", ["w"], "t"), Node("MatMul", ["f", "t"], "p"), Node("Add", ["p", "b"], "y")],
            Weights("mean", 1, 2, 1, 1), Weights("w", 4, 18), Weights("b", 4)));
        using var original = OnnxClassifier.Import(OnnxFile.Parse("transposed.onnx", model.ToByteArray()));

        LearnsAndIsWritten(original, Networks.Images(6, original.InputShape), path => OnnxClassifier.Load(path));

        using var copy = original.TrainableCopy();
        Assert.Equal(["b", "w"], copy.Weights.Keys.Order());
    }

    [Fact]
    public void A_model_of_integers_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 2, 3, 3],
            [Node("Flatten", ["x"], "f"), Node("DequantizeLinear", ["q", "scale"], "w"), Node("MatMul", ["f", "w"], "y")],
            new TensorProto { Name = "q", DataType = (int)TensorProto.Types.DataType.Int8, Dims = { 18, 4 }, RawData = ByteString.CopyFrom([.. Enumerable.Range(-36, 72).Select(i => (byte)i)]) },
            Scalar("scale", 0.1f)));
        using var original = OnnxClassifier.Import(OnnxFile.Parse("quantised.onnx", model.ToByteArray()));

        Assert.Equal(DiagnosticIds.ModelNotTrainable, Assert.Throws<ModelAssertException>(original.TrainableCopy).Id);
    }

    private void LearnsAndIsWritten(DifferentiableClassifier original, torch.Tensor images, Func<string, DifferentiableClassifier> load)
    {
        var before = original.Logits(images).detach().clone();
        using var copy = original.TrainableCopy();
        Assert.True(copy.Logits(images).allclose(before, rtol: 1e-4, atol: 1e-4));
        Assert.All(copy.Weights.Values, weight => Assert.False(weight.requires_grad));

        copy.AskForGradients(true);
        torch.Tensor[] weights = [.. copy.Weights.Values];
        var gradients = torch.autograd.grad([torch.nn.functional.cross_entropy(copy.Logits(images), torch.zeros(images.shape[0], torch.int64))], weights);
        Assert.All(gradients, gradient => Assert.True(gradient.abs().sum().item<float>() > 0));
        copy.AskForGradients(false);
        foreach (var (weight, gradient) in weights.Zip(gradients))
            weight.sub_(gradient * 0.01f);

        var after = copy.Logits(images).detach().clone();
        Assert.False(after.allclose(before, rtol: 0, atol: 1e-6));
        Assert.True(original.Logits(images).equal(before).all().item<bool>());
        var path = Path.Combine(folder, "trained");
        copy.Write(images, path);
        using var written = load(path);
        Assert.True(written.Logits(images).allclose(after, rtol: 1e-4, atol: 1e-4));
    }
}
