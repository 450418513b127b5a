using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;
using TorchSharp;

namespace ModelAssert.Onnx.Tests;

/// <summary>Here, beside the ONNX twins of the models that it needs.</summary>
public sealed class TorchScriptPatching : IDisposable
{
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("modelassert-test-").FullName, "patched.pt");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public void A_changed_weight_is_in_the_file_and_the_model_in_memory_stays_as_it_is()
    {
        using var scope = torch.NewDisposeScope();
        using var original = TorchScriptClassifier.Load(SharedFolder.Require("models/pytorch/mnist_clean.pt"), new ImageShape(1, 28, 28));
        var images = Networks.Images(3, original.InputShape);
        var before = original.Logits(images).detach().clone();
        var (name, shape) = TorchScriptPatch.WeightsOf(original).Last();

        TorchScriptPatch.Write(original, new Dictionary<string, torch.Tensor> { [name] = torch.full([.. shape], 3f) }, images, path);

        Assert.True(original.Logits(images).equal(before).all().item<bool>());
        using var patched = TorchScriptClassifier.Load(path, original.InputShape);
        Assert.Equal(TorchScriptPatch.WeightsOf(original).Keys, TorchScriptPatch.WeightsOf(patched).Keys);
        // The last weight is the bias of the logits: what is added to them is the same for all images.
        var difference = patched.Logits(images) - before;
        Assert.True(difference[0].allclose(difference[1], rtol: 0, atol: 1e-4));
        Assert.False(difference.allclose(torch.zeros_like(difference)));
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void What_is_no_weight_or_no_number_is_refused_and_nothing_is_written()
    {
        using var scope = torch.NewDisposeScope();
        using var original = TorchScriptClassifier.Load(SharedFolder.Require("models/pytorch/mnist_clean.pt"), new ImageShape(1, 28, 28));
        var images = Networks.Images(3, original.InputShape);
        var (name, shape) = TorchScriptPatch.WeightsOf(original).First();

        Assert.Throws<ArgumentException>(() => Write("none", torch.zeros([.. shape])));
        Assert.Throws<ArgumentException>(() => Write(name, torch.zeros(1, 2, 3)));
        Assert.Equal(DiagnosticIds.ModelNotFinite, Assert.Throws<ModelAssertException>(() => Write(name, torch.full([.. shape], float.NaN))).Id);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(path)!));

        void Write(string weight, torch.Tensor values) => TorchScriptPatch.Write(original, new Dictionary<string, torch.Tensor> { [weight] = values }, images, path);
    }
}
