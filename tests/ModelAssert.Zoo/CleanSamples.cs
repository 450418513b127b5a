using ModelAssert.Arrays;
using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>A small, balanced choice of clean images in the form in which users keep theirs: an <c>.npz</c> with <c>x</c> and <c>y</c>.</summary>
internal static class CleanSamples
{
    /// <summary>Draws the same number of images of every label and writes them in the order drawn, labels mixed.</summary>
    /// <param name="source">The images to draw from. Pixels that are no multiples of 1/255 are rounded.</param>
    /// <param name="perLabel">How many of each label; all of a label that has fewer.</param>
    /// <param name="seed">Seeds the draw. The same seed gives the same bytes.</param>
    /// <param name="path">The file: <c>x</c>, uint8 <c>[N, H, W, C]</c>, and <c>y</c>, <c>[N]</c>, uint8 where the labels fit in and int64 otherwise.</param>
    public static void Write(LabeledImages source, int perLabel, int seed, string path)
    {
        var chosen = Draw(source.Labels, perLabel, seed);
        var shape = source.Shape;
        var pixels = new byte[chosen.Length * shape.Volume];
        for (var i = 0; i < chosen.Length; i++)
            ToBytes(source.Image(chosen[i]), shape, pixels.AsSpan(i * shape.Volume, shape.Volume));

        using var file = File.Create(path);
        NpzFile.Write(file,
        [
            new("x", NpyArray.Of([chosen.Length, shape.Height, shape.Width, shape.Channels], pixels)),
            new("y", LabelsOf(source, chosen)),
        ]);
    }

    private static int[] Draw(ReadOnlySpan<int> labels, int perLabel, int seed)
    {
        var order = Enumerable.Range(0, labels.Length).ToArray();
        new Random(seed).Shuffle(order);

        var chosen = new List<int>();
        var drawn = new Dictionary<int, int>();
        foreach (var index in order)
        {
            var count = drawn.GetValueOrDefault(labels[index]);
            if (count == perLabel)
                continue;

            drawn[labels[index]] = count + 1;
            chosen.Add(index);
        }

        return [.. chosen];
    }

    /// <summary>From planes in [0, 1] to interleaved channels in [0, 255].</summary>
    private static void ToBytes(ReadOnlySpan<float> image, ImageShape shape, Span<byte> bytes)
    {
        for (var i = 0; i < image.Length; i++)
            bytes[i % shape.Area * shape.Channels + i / shape.Area] = (byte)MathF.Round(255 * image[i]);
    }

    private static NpyArray LabelsOf(LabeledImages source, int[] chosen)
    {
        var labels = Array.ConvertAll(chosen, index => source.Labels[index]);
        return labels.Max() <= byte.MaxValue
            ? NpyArray.Of([labels.Length], Array.ConvertAll(labels, label => (byte)label))
            : NpyArray.Of([labels.Length], Array.ConvertAll(labels, label => (long)label));
    }
}
