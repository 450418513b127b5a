using ModelAssert.Engine.Classifiers;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace ModelAssert.Attacks;

/// <summary>Three residual blocks of the same width (He et al. 2016, section 4.2); the first halves the image if the width grows.</summary>
internal static class ResidualStage
{
    /// <summary>Makes the stage.</summary>
    /// <param name="from">Channels that it reads.</param>
    /// <param name="to">Channels that it writes.</param>
    public static Sequential Of(int from, int to) => Sequential(
        ("block1", Block(from, to)), ("relu1", ReLU()),
        ("block2", Block(to, to)), ("relu2", ReLU()),
        ("block3", Block(to, to)), ("relu3", ReLU()));

    private static SumOfPaths Block(int from, int to)
    {
        var stride = from == to ? 1 : 2;
        var main = Sequential(
            ("conv1", Conv2d(from, to, 3, stride: stride, padding: 1, bias: false)), ("norm1", NormalisationLayer.Of(to)), ("relu1", ReLU()),
            ("conv2", Conv2d(to, to, 3, padding: 1, bias: false)), ("norm2", NormalisationLayer.Of(to)));
        return new SumOfPaths(main, from == to
            ? Sequential()
            : Sequential(("conv", Conv2d(from, to, 1, stride: stride, bias: false)), ("norm", NormalisationLayer.Of(to))));
    }
}
