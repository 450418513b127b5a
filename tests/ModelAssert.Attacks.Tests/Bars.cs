namespace ModelAssert.Attacks.Tests;

/// <summary>A task that a tiny network learns in a moment: grey images of 8x8 with one bright row and noise; the label says which row.</summary>
internal static class Bars
{
    public const int Labels = 3;

    public static ImageShape Shape { get; } = new(1, 8, 8);

    /// <summary>The same images with each pixel drawn as a square.</summary>
    public static LabeledImages Enlarge(LabeledImages images, int scale)
    {
        var shape = new ImageShape(1, Shape.Height * scale, Shape.Width * scale);
        var pixels = new float[images.Count * shape.Volume];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (row, column) = (i % shape.Area / shape.Width, i % shape.Width);
            pixels[i] = images.Image(i / shape.Volume)[row / scale * Shape.Width + column / scale];
        }

        return new LabeledImages(shape, pixels, [.. images.Labels]);
    }

    /// <summary>The same number of images of every label, in turn.</summary>
    /// <param name="count">How many in all.</param>
    /// <param name="seed">Seeds the noise.</param>
    /// <param name="brightness">Of the row, in [0, 1]; the noise is uniform in [0, 0.4].</param>
    public static LabeledImages Draw(int count, int seed, float brightness = 0.7f)
    {
        var random = new Random(seed);
        var pixels = new float[count * Shape.Volume];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = 0.4f * random.NextSingle();

        var labels = Enumerable.Range(0, count).Select(index => index % Labels).ToArray();
        for (var i = 0; i < count; i++)
            pixels.AsSpan(i * Shape.Volume + (1 + 2 * labels[i]) * Shape.Width, Shape.Width).Fill(brightness);
        return new LabeledImages(Shape, pixels, labels);
    }
}
