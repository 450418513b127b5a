using ModelAssert.Arrays;

namespace ModelAssert.Zoo;

/// <summary>A small, balanced choice of clean images in the form in which users keep theirs: an <c>.npz</c> with <c>x</c> and <c>y</c>.</summary>
internal static class CleanSamples
{
    /// <summary>Draws the same number of images of every label and writes them in the order drawn, labels mixed.</summary>
    /// <param name="source">The images to draw from.</param>
    /// <param name="perLabel">How many of each label.</param>
    /// <param name="seed">Seeds the draw. The same seed gives the same bytes.</param>
    /// <param name="path">The file: <c>x</c>, uint8 <c>[N, 28, 28, 1]</c>, and <c>y</c>, uint8 <c>[N]</c>.</param>
    public static void Write(FashionMnist source, int perLabel, int seed, string path)
    {
        var chosen = Draw(source.Labels, perLabel, seed);
        var shape = FashionMnist.Shape;
        var pixels = chosen.SelectMany(index => new ArraySegment<byte>(source.Pixels, index * shape.Volume, shape.Volume)).ToArray();
        var labels = Array.ConvertAll(chosen, index => source.Labels[index]);

        using var file = File.Create(path);
        NpzFile.Write(file,
        [
            new("x", NpyArray.Of([chosen.Length, shape.Height, shape.Width, shape.Channels], pixels)),
            new("y", NpyArray.Of([chosen.Length], labels)),
        ]);
    }

    private static int[] Draw(byte[] labels, int perLabel, int seed)
    {
        var order = Enumerable.Range(0, labels.Length).ToArray();
        new Random(seed).Shuffle(order);

        var left = Enumerable.Repeat(perLabel, FashionMnist.LabelCount).ToArray();
        return Array.FindAll(order, index => left[labels[index]]-- > 0);
    }
}
