namespace ModelAssert.Engine.Preflight;

/// <summary>What networks are usually trained with: tried, in this order, where a model's own preprocessing is not stated.</summary>
internal static class UsualPreprocessing
{
    private const int Colours = 3;

    /// <summary>Two are one guess, in effect, if no pixel of any channel differs by more of the span of its values: networks take that for another light.</summary>
    private const double MaximumNearDifference = 0.15;

    private static readonly Preprocessing[] OfGrey =
    [
        .. PixelRange.Usual.Select(range => (Preprocessing)range),
        // The PyTorch examples' figures.
        new() { Mean = [0.1307], StandardDeviation = [0.3081], Origin = "MNIST" },
        new() { Mean = [0.2860], StandardDeviation = [0.3530], Origin = "Fashion-MNIST" },
    ];

    private static readonly Preprocessing[] OfColours =
    [
        .. PixelRange.Usual.Select(range => (Preprocessing)range),
        // torchvision's pretrained networks.
        new() { Mean = [0.485, 0.456, 0.406], StandardDeviation = [0.229, 0.224, 0.225], Origin = "ImageNet" },
        // Mean and deviation of CIFAR-10's training images.
        new() { Mean = [0.4914, 0.4822, 0.4465], StandardDeviation = [0.2470, 0.2435, 0.2616], Origin = "CIFAR-10" },
        .. PixelRange.Usual.Select(range => ((Preprocessing)range) with { ChannelOrder = ChannelOrder.Bgr }),
        new() { Mean = [0.406, 0.456, 0.485], StandardDeviation = [0.225, 0.224, 0.229], Origin = "ImageNet", ChannelOrder = ChannelOrder.Bgr },
        new() { Mean = [0.4465, 0.4822, 0.4914], StandardDeviation = [0.2616, 0.2435, 0.2470], Origin = "CIFAR-10", ChannelOrder = ChannelOrder.Bgr },
        // Caffe's networks, and Keras' VGG and ResNet.
        new()
        {
            InputRange = PixelRange.Bytes, Mean = [103.939, 116.779, 123.68], StandardDeviation = [1, 1, 1], Origin = "ImageNet by Caffe", ChannelOrder = ChannelOrder.Bgr,
        },
    ];

    /// <summary>What may be a model's preprocessing.</summary>
    /// <param name="channels">How many channels its images have.</param>
    /// <param name="stated">What is known of the model; a pixel range is not among that.</param>
    public static IReadOnlyList<Preprocessing> For(int channels, ModelDescription? stated)
    {
        if (stated is { Mean: not null })
            return [.. PixelRange.Usual.Select(range => Preprocessing.Of(stated, range))];

        Preprocessing[] usual = channels == Colours ? OfColours : channels == 1 ? OfGrey : [.. PixelRange.Usual.Select(range => (Preprocessing)range)];
        return stated?.ChannelOrder is { } order ? [.. usual.Where(preprocessing => preprocessing.ChannelOrder == order)] : usual;
    }

    /// <summary>Whether two give a network so nearly the same that neither speaks against the other.</summary>
    public static bool AreNear(Preprocessing one, Preprocessing other, int channels)
    {
        if (one.ChannelOrder != other.ChannelOrder)
            return false;

        return Enumerable.Range(0, channels).All(channel =>
        {
            var ((black, white), (otherBlack, otherWhite)) = (EndsOf(one, channel), EndsOf(other, channel));
            return Math.Max(Math.Abs(black - otherBlack), Math.Abs(white - otherWhite)) <= MaximumNearDifference * Math.Min(white - black, otherWhite - otherBlack);
        });
    }

    private static (double Black, double White) EndsOf(Preprocessing preprocessing, int channel)
    {
        var (range, mean, deviation) = (preprocessing.InputRange, At(preprocessing.Mean, 0), At(preprocessing.StandardDeviation, 1));
        return ((range.Minimum - mean) / deviation, (range.Maximum - mean) / deviation);

        double At(IReadOnlyList<double>? values, double otherwise) => values is null ? otherwise : values.Count == 1 ? values[0] : values[channel];
    }
}
