using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>Sets made from sets.</summary>
internal static class ImageSelection
{
    /// <summary>Some of the images, in the order given; one may be given more than once.</summary>
    public static LabeledImages Select(this LabeledImages images, IReadOnlyList<int> indices)
    {
        var volume = images.Shape.Volume;
        var pixels = new float[indices.Count * volume];
        for (var i = 0; i < indices.Count; i++)
            images.Image(indices[i]).CopyTo(pixels.AsSpan(i * volume, volume));
        return new LabeledImages(images.Shape, pixels, [.. indices.Select(index => images.Labels[index])]);
    }

    /// <summary>Draws images, without repetition; all of them, shuffled, if there are no more.</summary>
    public static LabeledImages Draw(this LabeledImages images, int count, Random random)
    {
        var order = images.Order(random);
        return images.Select(order[..Math.Min(count, order.Length)]);
    }

    /// <summary>The images that <see cref="Draw"/> leaves out where it is given the same, in another order.</summary>
    public static LabeledImages DrawOthers(this LabeledImages images, int count, Random random)
    {
        var order = images.Order(random);
        return images.Select(order[Math.Min(count, order.Length)..]);
    }

    /// <summary>A copy in which images may be changed.</summary>
    /// <param name="images">The images.</param>
    /// <param name="change">Is given each image, <c>[C, H, W]</c>, and its label, and writes to it.</param>
    public static LabeledImages Changed(this LabeledImages images, ImageChange change)
    {
        var (pixels, labels) = (images.Pixels.ToArray(), images.Labels.ToArray());
        for (var i = 0; i < labels.Length; i++)
            change(pixels.AsSpan(i * images.Shape.Volume, images.Shape.Volume), labels[i]);
        return new LabeledImages(images.Shape, pixels, labels);
    }

    private static int[] Order(this LabeledImages images, Random random)
    {
        var order = Enumerable.Range(0, images.Count).ToArray();
        random.Shuffle(order);
        return order;
    }
}
