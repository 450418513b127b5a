namespace ModelAssert.Attacks.Tests;

/// <summary>A task that a tiny network learns in a moment: grey images of 8x8 with one bright row and noise; the label says which row.</summary>
internal static class Bars
{
    public const int Labels = 3;

    public static ImageShape Shape { get; } = new(1, 8, 8);

    /// <summary>The same number of images of every label, in turn.</summary>
    public static LabeledImages Draw(int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new float[count * Shape.Volume];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = 0.4f * random.NextSingle();

        var labels = Enumerable.Range(0, count).Select(index => index % Labels).ToArray();
        for (var i = 0; i < count; i++)
            pixels.AsSpan(i * Shape.Volume + (1 + 2 * labels[i]) * Shape.Width, Shape.Width).Fill(0.7f);
        return new LabeledImages(Shape, pixels, labels);
    }
}
