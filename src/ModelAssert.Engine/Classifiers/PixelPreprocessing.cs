using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>A <see cref="Preprocessing"/> as arithmetic on images.</summary>
internal static class PixelPreprocessing
{
    /// <summary>Makes of raw pixels what a network expects.</summary>
    /// <param name="preprocessing">What the network expects.</param>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c>, float32, in [0, 1].</param>
    /// <returns>As many images, owned by the current dispose scope; the same tensor where nothing is to be done.</returns>
    public static torch.Tensor ApplyTo(this Preprocessing preprocessing, torch.Tensor images)
    {
        var ordered = preprocessing.ChannelOrder == ChannelOrder.Bgr ? images.flip(1) : images;
        var range = preprocessing.InputRange;
        var scaled = range == PixelRange.Unit ? ordered : (ordered * LastingScalar.Of(range.Span)).Plus(LastingScalar.Of(range.Minimum));
        return preprocessing is { Mean: { } mean, StandardDeviation: { } deviation } ? (scaled - PerChannel(mean)) / PerChannel(deviation) : scaled;
    }

    private static torch.Tensor PerChannel(IReadOnlyList<double> values) => torch.tensor(values.Select(value => (float)value).ToArray()).reshape(1, values.Count, 1, 1);
}
