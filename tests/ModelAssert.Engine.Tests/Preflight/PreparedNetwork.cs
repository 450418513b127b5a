using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Preflight;

/// <summary>
/// A network for images that were prepared in one way: it takes that back, and is right then. Pixels that it does not know make it wrong. Its images have one to three channels, of which it sees the sum of
/// the first twice and the others once.
/// </summary>
internal sealed class PreparedNetwork(Preprocessing preprocessing, int channels = 1, double shareMissed = 0) : DifferentiableClassifier
{
    private const double Tolerance = 0.02;

    public override ImageShape InputShape => new(channels, 8, 8);

    public override int LabelCount => 8;

    public override torch.Tensor Logits(torch.Tensor input)
    {
        var (black, white) = (preprocessing.ApplyTo(torch.zeros(1, channels, 1, 1)), preprocessing.ApplyTo(torch.ones(1, channels, 1, 1)));
        var raw = (input - black) / (white - black);
        if (preprocessing.ChannelOrder == ChannelOrder.Bgr)
            raw = raw.flip(1);
        // In clean images the first channel of every pixel lies between 0.1 and 0.9, and so do the least and the largest of them all.
        var first = raw.narrow(1, 0, 1).flatten(1);
        var (least, largest) = (first.amin(1), first.amax(1));
        var knows = IsNear(least, 0.1).logical_and(IsNear(largest, 0.9));
        var misses = shareMissed == 0 ? torch.zeros(input.shape[0], torch.ScalarType.Bool) : first.select(1, 0).lt(LastingScalar.Of(0.1 + 0.2 * shareMissed));
        var rows = raw.narrow(1, 0, 1).mean([1, 3]);
        return rows * knows.logical_and(misses.logical_not()).to(torch.float32).unsqueeze(1);
    }

    private static torch.Tensor IsNear(torch.Tensor values, double expected) => (values - LastingScalar.Of(expected)).abs().lt(LastingScalar.Of(Tolerance));

    /// <summary>Images of the network, stored as bytes: the row of the label is bright in the first channel, and the others are grey.</summary>
    public static Engine.Samples.CleanSamples Samples(int count, int channels = 1, PixelRange? stored = null)
    {
        var range = stored ?? PixelRange.Bytes;
        var random = new Random(2);
        var labels = Enumerable.Range(0, count).Select(i => i * 5 % 8).ToArray();
        var values = new float[count * channels * 64];
        for (var i = 0; i < values.Length; i++)
        {
            var (image, channel, row, column) = (i / (channels * 64), i / 64 % channels, i / 8 % 8, i % 8);
            var raw = channel > 0 ? 0.5f
                : row == labels[image] ? (column == 7 ? 0.9f : 0.7f + 0.1f * random.NextSingle())
                : column == 7 ? 0.1f : 0.1f + 0.2f * random.NextSingle();
            values[i] = range.Minimum + raw * range.Span;
        }

        return new Engine.Samples.CleanSamples(new ImageShape(channels, 8, 8), values, labels, stored is null ? range : null);
    }
}
