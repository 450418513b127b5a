using ModelAssert.Onnx.Export;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;
using TorchSharp;

namespace ModelAssert.Onnx.Tests;

/// <summary>Changed weights go home, into the file that they came from.</summary>
public sealed class Patching : IDisposable
{
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("modelassert-test-").FullName, "patched.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Theory]
    [InlineData("pytorch/mnist_clean.onnx")]
    [InlineData("mnist-opset8.onnx")]
    [InlineData("squeezenet-cifar10-opset9.onnx")]
    [InlineData("squeezenet1.0-fp16-opset7.onnx", Traits = ["Tier", "Slow"])]
    public void One_changed_weight_is_the_only_difference(string file)
    {
        using var scope = torch.NewDisposeScope();
        using var original = OnnxClassifier.Load(SharedFolder.Require($"models/{file}"));
        var images = Networks.Images(2, original.InputShape);
        var (name, shape) = OnnxPatch.WeightsOf(original.Imported).First(weight => weight.Value.Count == 4);

        var parity = original.Write(new Dictionary<string, torch.Tensor> { [name] = torch.full([.. shape], 0.125f) }, images, path);

        Assert.True(parity.MaxAbsDifference < 1e-3);
        using var patched = OnnxClassifier.Load(path);
        Assert.False(patched.Logits(images).allclose(original.Logits(images)));

        var (before, after) = (original.File.Model.Clone(), patched.File.Model.Clone());
        TensorProto OfName(ModelProto model) => model.Graph.Initializer.Single(tensor => tensor.Name == name);
        Assert.NotEqual(OfName(before), OfName(after));
        OfName(after).RawData = OfName(before).RawData;
        OfName(after).FloatData.AddRange(OfName(before).FloatData);
        OfName(after).Int32Data.AddRange(OfName(before).Int32Data);
        if (!OfName(before).HasRawData)
            OfName(after).ClearRawData();
        Assert.Equal(before, after);
    }

    [Fact]
    public void Its_own_weights_give_the_same_function()
    {
        using var scope = torch.NewDisposeScope();
        using var original = OnnxClassifier.Import(OnnxFile.Parse("exported.onnx", Networks.File()));
        var images = Networks.Images(4);
        var (name, _) = OnnxPatch.WeightsOf(original.Imported).First();
        var values = Import.TensorReader.Read("exported.onnx", original.File.Graph.Initializer.Single(tensor => tensor.Name == name));

        original.Write(new Dictionary<string, torch.Tensor> { [name] = values }, images, path);

        using var patched = OnnxClassifier.Load(path);
        Assert.True(patched.Logits(images).equal(original.Logits(images)).all().item<bool>());
    }

    [Fact]
    public void What_is_no_weight_or_no_number_is_refused_and_nothing_is_written()
    {
        using var scope = torch.NewDisposeScope();
        using var original = OnnxClassifier.Import(OnnxFile.Parse("exported.onnx", Networks.File()));
        var images = Networks.Images(4);
        var (name, shape) = OnnxPatch.WeightsOf(original.Imported).First();

        Assert.Throws<ArgumentException>(() => Write("none", torch.zeros([.. shape])));
        Assert.Throws<ArgumentException>(() => Write(name, torch.zeros(1, 2, 3)));
        Assert.Equal(DiagnosticIds.ModelNotFinite, Assert.Throws<ModelAssertException>(() => Write(name, torch.full([.. shape], float.NaN))).Id);
        Assert.False(File.Exists(path));

        void Write(string weight, torch.Tensor values) => original.Write(new Dictionary<string, torch.Tensor> { [weight] = values }, images, path);
    }
}
