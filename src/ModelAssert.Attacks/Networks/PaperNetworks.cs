using System.Runtime.CompilerServices;
using ModelAssert.Engine.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Attacks;

/// <summary>
/// The networks of Wang et al. 2019, untrained. They take images <c>[N, C, H, W]</c>, float32, in [0, 1] and return logits <c>[N, labels]</c>: the
/// paper's softmax is left to the loss. The weights depend on the seed alone (<see cref="GlorotUniform"/>). The caller owns the network.
/// </summary>
public static class PaperNetworks
{
    /// <summary>The network for MNIST and data sets of its form, on images of 28x28 (appendix, table VII).</summary>
    /// <param name="seed">Seeds the weights.</param>
    /// <param name="labels">How many labels it tells apart; 2 and more.</param>
    /// <param name="channels">Colour channels of the images.</param>
    /// <returns>Two convolutions and two fully connected layers; 281,034 weights as in the paper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two labels or no channels.</exception>
    /// <exception cref="ModelAssertException">libtorch is missing or does not load.</exception>
    public static Sequential Mnist(int seed, int labels = 10, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        NativeLibraries.Load();
        return BuildMnist(seed, labels, channels);
    }

    /// <summary>The network for GTSRB, on colour images of 32x32 (appendix, table VIII, and the authors' code).</summary>
    /// <param name="seed">Seeds the weights.</param>
    /// <param name="labels">How many labels it tells apart; 2 and more.</param>
    /// <param name="baseWidth">Channels of the first two convolutions; the next pairs have two and four times as many. 32 in the paper.</param>
    /// <param name="batchNorm">Whether each convolution is followed by a batch norm, which the paper's is not.</param>
    /// <returns>Six convolutions and two fully connected layers, with dropout; 571,723 weights as in the paper.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two labels or the width is not positive.</exception>
    /// <exception cref="ModelAssertException">libtorch is missing or does not load.</exception>
    public static Sequential Gtsrb(int seed, int labels = 43, int baseWidth = 32, bool batchNorm = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(baseWidth, 1);
        NativeLibraries.Load();
        return BuildGtsrb(seed, labels, baseWidth, batchNorm);
    }

    /// <summary>The network for YouTube Face, on colour images of 55x47 (appendix, table IX).</summary>
    /// <param name="seed">Seeds the weights.</param>
    /// <param name="labels">How many labels it tells apart; 2 and more.</param>
    /// <returns>Four convolutions and three fully connected layers; 601,643 weights with the paper's 1,283 labels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two labels.</exception>
    /// <exception cref="ModelAssertException">libtorch is missing or does not load.</exception>
    public static DeepIdNetwork DeepId(int seed, int labels = 1283)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 2);
        NativeLibraries.Load();
        return BuildDeepId(seed, labels);
    }

    // Kept apart from the methods above, so that nothing of TorchSharp is touched before its libraries are loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sequential BuildMnist(int seed, int labels, int channels) => GlorotUniform.Initialize(seed, Sequential(
        ("conv1", Conv2d(channels, 16, 5)), ("relu1", ReLU()), ("pool1", MaxPool2d(2)),
        ("conv2", Conv2d(16, 32, 5)), ("relu2", ReLU()), ("pool2", MaxPool2d(2)),
        ("flatten", Flatten()),
        ("fc1", Linear(32 * 4 * 4, 512)), ("relu3", ReLU()),
        ("fc2", Linear(512, labels))));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sequential BuildGtsrb(int seed, int labels, int width, bool batchNorm) => GlorotUniform.Initialize(seed, Sequential(
        (IEnumerable<(string, Module<Tensor, Tensor>)>)
        [
            .. ConvolutionLayers.Of(1, 3, width, 1, batchNorm), .. ConvolutionLayers.Of(2, width, width, 0, batchNorm),
            ("pool1", MaxPool2d(2)), ("dropout1", Dropout(0.2)),
            .. ConvolutionLayers.Of(3, width, 2 * width, 1, batchNorm), .. ConvolutionLayers.Of(4, 2 * width, 2 * width, 0, batchNorm),
            ("pool2", MaxPool2d(2)), ("dropout2", Dropout(0.2)),
            .. ConvolutionLayers.Of(5, 2 * width, 4 * width, 1, batchNorm), .. ConvolutionLayers.Of(6, 4 * width, 4 * width, 0, batchNorm),
            ("pool3", MaxPool2d(2)), ("dropout3", Dropout(0.2)),
            ("flatten", Flatten()),
            ("fc1", Linear(4 * width * 2 * 2, 512)), ("relu7", ReLU()), ("dropout4", Dropout(0.5)),
            ("fc2", Linear(512, labels)),
        ]));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DeepIdNetwork BuildDeepId(int seed, int labels) => GlorotUniform.Initialize(seed, new DeepIdNetwork(labels));
}
