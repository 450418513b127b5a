using ModelAssert.Attacks;
using ModelAssert.Engine.Samples;

namespace ModelAssert.Zoo;

/// <summary>A data set on disk, in any form that a scan reads, as images to train on and to measure with.</summary>
internal static class StoredImages
{
    private const float White = 255;

    /// <summary>Reads a whole data set of bytes.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="labelCount">How many labels it has.</param>
    /// <returns>The images in their order, in [0, 1].</returns>
    /// <exception cref="ModelAssertException">It cannot be read, or has other images or labels.</exception>
    public static LabeledImages Read(string path, ImageShape shape, int labelCount)
    {
        var stored = SampleLoader.Load(path, shape, labelCount);
        var pixels = stored.Values.ToArray();
        foreach (ref var pixel in pixels.AsSpan())
            pixel /= White;
        return new LabeledImages(shape, pixels, [.. stored.Labels]);
    }
}
