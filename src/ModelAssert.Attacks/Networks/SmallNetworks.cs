using System.Runtime.CompilerServices;
using ModelAssert.Engine.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Attacks;

/// <summary>
/// Networks of other kinds than the paper's, small enough to be trained on a CPU, untrained: with batch norm, residual, with global average pooling. They take images
/// <c>[N, C, H, W]</c>, float32, in [0, 1] and return logits <c>[N, labels]</c>. The weights depend on the seed alone (<see cref="GlorotUniform"/>). The caller owns the
/// network.
/// </summary>
public static class SmallNetworks
{
    // Halved by every pool or stride; both ends must be whole.
    private const int SmallestSide = 8;

    /// <summary>
    /// A network in the manner of VGG (Simonyan and Zisserman 2015) with batch norm: three pairs of 3x3 convolutions with 32, 64 and 128 channels, a pool of 2x2 after each
    /// pair, and 128 fully connected values.
    /// </summary>
    /// <param name="seed">Seeds the weights.</param>
    /// <param name="image">The shape of the images, such as CIFAR-10's 3x32x32; 8 pixels a side and more.</param>
    /// <param name="labels">How many labels it tells apart; 2 and more.</param>
    /// <returns>The network; 551,018 weights for CIFAR-10.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two labels, no channels, or the images are too small.</exception>
    /// <exception cref="ModelAssertException">libtorch is missing or does not load.</exception>
    public static Sequential Vgg(int seed, ImageShape image, int labels = 10)
    {
        Require(image, labels);
        NativeLibraries.Load();
        return BuildVgg(seed, image, labels);
    }

    /// <summary>
    /// ResNet-20 for CIFAR-10 (He et al. 2016, section 4.2): three stages of three blocks with 16, 32 and 64 channels, global average pooling, one fully connected layer.
    /// Where a stage halves the image, the shortcut is a convolution of 1x1 with batch norm (the paper's option B; its CIFAR networks pad with zeros).
    /// </summary>
    /// <param name="seed">Seeds the weights.</param>
    /// <param name="image">The shape of the images, such as CIFAR-10's 3x32x32; height and width are multiples of 4, 8 and more.</param>
    /// <param name="labels">How many labels it tells apart; 2 and more.</param>
    /// <returns>The network; 272,474 weights for CIFAR-10.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two labels, no channels, or the images are too small or no multiples of 4.</exception>
    /// <exception cref="ModelAssertException">libtorch is missing or does not load.</exception>
    public static Sequential ResNet20(int seed, ImageShape image, int labels = 10)
    {
        Require(image, labels);
        if (image.Height % 4 != 0 || image.Width % 4 != 0)
            throw new ArgumentOutOfRangeException(nameof(image), image, "Height and width are multiples of 4.");
        NativeLibraries.Load();
        return BuildResNet20(seed, image, labels);
    }

    /// <summary>
    /// A network for few faces, in the manner of DeepID (Sun et al. 2014) without its second way: three unpadded convolutions with 16, 32 and 48 channels, each pooled, and
    /// 96 fully connected values.
    /// </summary>
    /// <param name="seed">Seeds the weights.</param>
    /// <param name="image">The shape of the images, such as 1x56x46 for the ORL faces at half size; 22 pixels a side and more.</param>
    /// <param name="labels">How many people it tells apart; 2 and more.</param>
    /// <returns>The network; 114,808 weights for ORL faces at half size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two labels, no channels, or the images are too small.</exception>
    /// <exception cref="ModelAssertException">libtorch is missing or does not load.</exception>
    public static Sequential Faces(int seed, ImageShape image, int labels = 40)
    {
        Require(image, labels);
        if (AfterFaces(Math.Min(image.Height, image.Width)) < 1)
            throw new ArgumentOutOfRangeException(nameof(image), image, "The images are too small.");
        NativeLibraries.Load();
        return BuildFaces(seed, image, labels);
    }

    // Kept apart from the methods above, so that nothing of TorchSharp is touched before its libraries are loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sequential BuildVgg(int seed, ImageShape image, int labels) => GlorotUniform.Initialize(seed, Sequential(
        (IEnumerable<(string, Module<Tensor, Tensor>)>)
        [
            .. ConvolutionLayers.Of(1, image.Channels, 32, 1, batchNorm: true), .. ConvolutionLayers.Of(2, 32, 32, 1, batchNorm: true), ("pool1", MaxPool2d(2)),
            .. ConvolutionLayers.Of(3, 32, 64, 1, batchNorm: true), .. ConvolutionLayers.Of(4, 64, 64, 1, batchNorm: true), ("pool2", MaxPool2d(2)),
            .. ConvolutionLayers.Of(5, 64, 128, 1, batchNorm: true), .. ConvolutionLayers.Of(6, 128, 128, 1, batchNorm: true), ("pool3", MaxPool2d(2)),
            ("flatten", Flatten()),
            ("fc1", Linear(128 * (image.Height / 8) * (image.Width / 8), 128)), ("relu7", ReLU()), ("dropout1", Dropout(0.3)),
            ("fc2", Linear(128, labels)),
        ]));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sequential BuildResNet20(int seed, ImageShape image, int labels) => GlorotUniform.Initialize(seed, Sequential(
        (IEnumerable<(string, Module<Tensor, Tensor>)>)
        [
            .. ConvolutionLayers.Of(1, image.Channels, 16, 1, batchNorm: true),
            ("stage1", ResidualStage.Of(16, 16)), ("stage2", ResidualStage.Of(16, 32)), ("stage3", ResidualStage.Of(32, 64)),
            ("pool", AvgPool2d((image.Height / 4, image.Width / 4))), ("flatten", Flatten()),
            ("fc", Linear(64, labels)),
        ]));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sequential BuildFaces(int seed, ImageShape image, int labels) => GlorotUniform.Initialize(seed, Sequential(
        ("conv1", Conv2d(image.Channels, 16, 3)), ("relu1", ReLU()), ("pool1", MaxPool2d(2)),
        ("conv2", Conv2d(16, 32, 3)), ("relu2", ReLU()), ("pool2", MaxPool2d(2)),
        ("conv3", Conv2d(32, 48, 3)), ("relu3", ReLU()), ("pool3", MaxPool2d(2)),
        ("flatten", Flatten()),
        ("fc1", Linear(48 * AfterFaces(image.Height) * AfterFaces(image.Width), 96)), ("relu4", ReLU()),
        ("fc2", Linear(96, labels))));

    /// <summary>Rows that three times an unpadded convolution of 3x3 and a pool of 2x2 leave.</summary>
    private static int AfterFaces(int side)
    {
        for (var i = 0; i < 3; i++)
            side = (side - 2) / 2;
        return side;
    }

    private static void Require(ImageShape image, int labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 2);
        if (image.Channels < 1 || image.Height < SmallestSide || image.Width < SmallestSide)
            throw new ArgumentOutOfRangeException(nameof(image), image, $"Images have a channel and {SmallestSide} pixels a side at least.");
    }
}
