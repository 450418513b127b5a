using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;
using TorchSharp;

namespace ModelAssert.Onnx.Tests;

public class SharedModels(ITestOutputHelper output)
{
    [Theory]
    [InlineData("mnist-opset8.onnx", 10)]
    [InlineData("squeezenet-cifar10-opset9.onnx", 10)]
    [InlineData("squeezenet1.0-fp16-opset7.onnx", 1000, 1)]
    [InlineData("pytorch/mnist_clean.onnx", 10)]
    [InlineData("pytorch/mnist_badnets.onnx", 10)]
    [InlineData("pytorch/gtsrb_random.onnx", 43)]
    public void Agree_with_ONNX_Runtime(string file, int labels, int images = 7)
    {
        using var scope = torch.NewDisposeScope();
        using var classifier = OnnxClassifier.Load(SharedFolder.Require($"models/{file}"));
        Assert.Equal(labels, classifier.LabelCount);

        var parity = classifier.ProveImport(Networks.Images(images, classifier.InputShape));

        output.WriteLine($"{file}: {parity.MaxAbsDifference:g3}");
        Assert.Equal(images, parity.Samples);
        Assert.True(parity.MaxAbsDifference < 1e-3, $"{parity.MaxAbsDifference}");
    }

    [Theory]
    [InlineData("mnist_clean", 1, 28)]
    [InlineData("mnist_badnets", 1, 28)]
    [InlineData("gtsrb_random", 3, 32)]
    public void Are_the_same_functions_as_their_TorchScript_twins_and_have_the_same_gradients(string name, int channels, int size)
    {
        using var scope = torch.NewDisposeScope();
        using var onnx = OnnxClassifier.Load(SharedFolder.Require($"models/pytorch/{name}.onnx"));
        using var script = TorchScriptClassifier.Load(SharedFolder.Require($"models/pytorch/{name}.pt"), new ImageShape(channels, size, size));
        Assert.Equal(onnx.LabelCount, script.LabelCount);

        var (ours, ourGradient) = LogitsAndGradient(onnx);
        var (theirs, theirGradient) = LogitsAndGradient(script);

        Assert.True(ours.allclose(theirs, rtol: 1e-4, atol: 1e-4));
        Assert.True(ourGradient.allclose(theirGradient, rtol: 1e-3, atol: 1e-5));
    }

    private static (torch.Tensor Logits, torch.Tensor Gradient) LogitsAndGradient(DifferentiableClassifier classifier)
    {
        var images = Networks.Images(4, classifier.InputShape).requires_grad_();
        var logits = classifier.Logits(images);
        logits.square().sum().backward();
        return (logits.detach(), images.grad!);
    }

    [Fact]
    public void A_model_for_one_image_takes_seven()
    {
        using var scope = torch.NewDisposeScope();
        using var classifier = OnnxClassifier.Load(SharedFolder.Require("models/mnist-opset8.onnx"));
        var images = Networks.Images(7, classifier.InputShape);

        var together = classifier.Logits(images);
        var single = torch.cat([.. Enumerable.Range(0, 7).Select(i => classifier.Logits(images.narrow(0, i, 1)))]);

        Assert.Equal([7, 10], together.shape);
        Assert.True(together.allclose(single, rtol: 1e-5, atol: 1e-4));
    }

    [Fact]
    public void A_final_softmax_is_undone()
    {
        using var scope = torch.NewDisposeScope();
        using var classifier = OnnxClassifier.Load(SharedFolder.Require("models/squeezenet-cifar10-opset9.onnx"));
        var images = Networks.Images(3, classifier.InputShape);

        var (logits, outputs) = (classifier.Logits(images), classifier.Outputs(images));

        Assert.True(outputs.allclose(logits.softmax(1), rtol: 1e-4, atol: 1e-6));
        Assert.False(outputs.allclose(logits, rtol: 1e-4, atol: 1e-6));
    }
}
