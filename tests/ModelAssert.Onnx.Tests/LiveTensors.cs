using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;

namespace ModelAssert.Onnx.Tests;

/// <summary>The count of live tensors is the process's: these tests run alone.</summary>
[CollectionDefinition(nameof(LiveTensors), DisableParallelization = true)]
[Collection(nameof(LiveTensors))]
public class LiveTensors
{
    public LiveTensors()
    {
        // What other tests have left to the garbage collector must not be counted as given back here.
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Fact]
    public void Stay_as_many_over_fifty_gradients()
    {
        using var classifier = OnnxClassifier.Import(OnnxFile.Parse("model.onnx", Networks.File()));
        Step(classifier);
        var before = torch.Tensor.TotalCount;
        for (var i = 0; i < 50; i++)
            Assert.True(Step(classifier) > 0);
        Assert.Equal(before, torch.Tensor.TotalCount);

        static float Step(OnnxClassifier classifier)
        {
            using var scope = torch.NewDisposeScope();
            var images = Networks.Images(4).requires_grad_(true);
            classifier.Logits(images)[torch.TensorIndex.Colon, 0].sum().backward();
            return images.grad!.abs().sum().item<float>();
        }
    }

    [Fact]
    public void Are_gone_with_their_classifier()
    {
        var file = Networks.File();
        OnnxClassifier.Import(OnnxFile.Parse("model.onnx", file)).Dispose();
        var before = torch.Tensor.TotalCount;
        OnnxClassifier.Import(OnnxFile.Parse("model.onnx", file)).Dispose();
        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
