namespace ModelAssert.Attacks;

/// <summary>Images with their labels, to train and to measure on: plain arrays, no tensors, nothing to dispose.</summary>
public sealed class LabeledImages
{
    private readonly float[] pixels;
    private readonly int[] labels;

    /// <summary>Makes a set from its two arrays, which it keeps: they must not be written to afterwards.</summary>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="pixels">The images, <c>[N, C, H, W]</c>, in [0, 1] where 0 is black and 1 full intensity.</param>
    /// <param name="labels">The label of each image, <c>[N]</c>, counted from 0.</param>
    /// <exception cref="ArgumentException">
    /// There is no image, an array does not have the length that the shape asks for, a pixel lies outside [0, 1] or a label is negative.
    /// </exception>
    public LabeledImages(ImageShape shape, float[] pixels, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if (shape.Channels < 1 || shape.Height < 1 || shape.Width < 1)
            throw new ArgumentException($"An image of {shape} has no pixels.", nameof(shape));
        if (labels.Length == 0)
            throw new ArgumentException("A set holds one image at least.", nameof(labels));
        if (pixels.LongLength != (long)labels.Length * shape.Volume)
            throw new ArgumentException($"{labels.Length} images of {shape} were expected, {pixels.Length} values were given.", nameof(pixels));
        if (Array.FindIndex(labels, label => label < 0) is >= 0 and var negative)
            throw new ArgumentException($"Image {negative} has label {labels[negative]}; labels are counted from 0.", nameof(labels));
        if (Array.FindIndex(pixels, pixel => pixel is not (>= 0 and <= 1)) is >= 0 and var outside)
            throw new ArgumentException($"Image {outside / shape.Volume} has a pixel of {pixels[outside]}; pixels lie in [0, 1].", nameof(pixels));

        Shape = shape;
        this.pixels = pixels;
        this.labels = labels;
    }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>How many images there are, N; 1 and more.</summary>
    public int Count => labels.Length;

    /// <summary>All images, <c>[N, C, H, W]</c>, in [0, 1].</summary>
    public ReadOnlySpan<float> Pixels => pixels;

    /// <summary>The label of each image, <c>[N]</c>, counted from 0.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>One image.</summary>
    /// <param name="index">Which one, counted from 0.</param>
    /// <returns>Its pixels, <c>[C, H, W]</c>, in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<float> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return pixels.AsSpan(index * Shape.Volume, Shape.Volume);
    }
}
