using ModelAssert.Attacks;
using ModelAssert.Engine.Classifiers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Zoo;

/// <summary>
/// Networks as other people publish infected ones. Untrained; they take images <c>[N, C, H, W]</c> in [0, 1] and return logits. The weights depend on the seed alone.
/// </summary>
internal static class ForeignNetworks
{
    private const int HiddenUnits = 256;

    /// <summary>A wide residual network of 16 layers for CIFAR-10 (Zagoruyko and Komodakis 2016), normalised before each convolution; WRN-16-1 for width 1.</summary>
    public static Sequential WideResidual(int seed, ImageShape image, int labels, int width) => GlorotUniform.Initialize(seed, Sequential(
        ("conv", Conv2d(image.Channels, 16, 3, padding: 1, bias: false)),
        ("stage1", Stage(16, 16 * width, stride: 1)), ("stage2", Stage(16 * width, 32 * width, stride: 2)), ("stage3", Stage(32 * width, 64 * width, stride: 2)),
        ("norm", NormalisationLayer.Of(64 * width)), ("relu", ReLU()), ("pool", AvgPool2d((image.Height / 4, image.Width / 4))), ("flatten", Flatten()),
        ("fc", Linear(64 * width, labels))));

    /// <summary>In the manner of LeNet-5 (LeCun et al. 1998): sigmoids, and means in place of maxima.</summary>
    public static Sequential LeNet(int seed, ImageShape image, int labels) => GlorotUniform.Initialize(seed, Sequential(
        ("conv1", Conv2d(image.Channels, 6, 5, padding: 2)), ("sigmoid1", Sigmoid()), ("pool1", AvgPool2d((2, 2))),
        ("conv2", Conv2d(6, 16, 5)), ("sigmoid2", Sigmoid()), ("pool2", AvgPool2d((2, 2))),
        ("flatten", Flatten()),
        ("fc1", Linear(16 * ((image.Height / 2 - 4) / 2) * ((image.Width / 2 - 4) / 2), 120)), ("sigmoid3", Sigmoid()),
        ("fc2", Linear(120, 84)), ("sigmoid4", Sigmoid()),
        ("fc3", Linear(84, labels))));

    /// <summary>Fully connected layers and nothing else.</summary>
    public static Sequential Dense(int seed, ImageShape image, int labels, int layers) => GlorotUniform.Initialize(seed, Sequential(
        (IEnumerable<(string, Module<Tensor, Tensor>)>)
        [
            ("flatten", Flatten()),
            .. Enumerable.Range(1, layers - 1).SelectMany(number => ((string, Module<Tensor, Tensor>)[])
                [($"fc{number}", Linear(number == 1 ? image.Volume : HiddenUnits, HiddenUnits)), ($"relu{number}", ReLU())]),
            ($"fc{layers}", Linear(HiddenUnits, labels)),
        ]));

    private static Sequential Stage(int from, int to, int stride) => Sequential(
        ("block1", new SumOfPaths(Path(from, to, stride), from == to ? Sequential() : Sequential(("conv", Conv2d(from, to, 1, stride: stride, bias: false))))),
        ("block2", new SumOfPaths(Path(to, to, stride: 1), Sequential())));

    private static Sequential Path(int from, int to, int stride) => Sequential(
        ("norm1", NormalisationLayer.Of(from)), ("relu1", ReLU()), ("conv1", Conv2d(from, to, 3, stride: stride, padding: 1, bias: false)),
        ("norm2", NormalisationLayer.Of(to)), ("relu2", ReLU()), ("conv2", Conv2d(to, to, 3, padding: 1, bias: false)));
}
