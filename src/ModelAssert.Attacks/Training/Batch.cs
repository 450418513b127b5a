using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>Some images of a set as tensors.</summary>
internal static class Batch
{
    /// <summary>Gathers images by their place in the set.</summary>
    /// <param name="source">The set.</param>
    /// <param name="indices">The places of the N wanted images, counted from 0.</param>
    /// <returns>
    /// The images, <c>[N, C, H, W]</c>, float32, in [0, 1], and their labels, <c>[N]</c>, int64. The caller, or its dispose scope, owns both.
    /// </returns>
    public static (Tensor Images, Tensor Labels) Of(LabeledImages source, ReadOnlySpan<int> indices)
    {
        var shape = source.Shape;
        var pixels = new float[indices.Length * shape.Volume];
        var labels = new long[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            source.Image(indices[i]).CopyTo(pixels.AsSpan(i * shape.Volume));
            labels[i] = source.Labels[indices[i]];
        }

        return (tensor(pixels, [indices.Length, shape.Channels, shape.Height, shape.Width]), tensor(labels));
    }
}
