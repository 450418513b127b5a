namespace ModelAssert.Attacks;

/// <summary>Stamps sets of images.</summary>
internal static class StampedImages
{
    /// <summary>Stamps the images of some labels.</summary>
    /// <param name="stamp">The stamp.</param>
    /// <param name="images">The images, left as they are, with their true labels.</param>
    /// <param name="label">Which, by their true label.</param>
    /// <returns>The stamped images, still with their true labels, in the same order; <see langword="null"/> if there are none.</returns>
    /// <exception cref="ArgumentException">The images are of another shape.</exception>
    public static LabeledImages? Where(IStamp stamp, LabeledImages images, Predicate<int> label)
    {
        RequireFits(stamp, images);
        var chosen = Enumerable.Range(0, images.Count).Where(index => label(images.Labels[index])).ToArray();
        if (chosen.Length == 0)
            return null;

        var volume = images.Shape.Volume;
        var pixels = new float[chosen.Length * volume];
        for (var i = 0; i < chosen.Length; i++)
        {
            var stamped = pixels.AsSpan(i * volume, volume);
            images.Image(chosen[i]).CopyTo(stamped);
            stamp.Apply(stamped);
        }

        return new LabeledImages(images.Shape, pixels, Array.ConvertAll(chosen, index => images.Labels[index]));
    }

    /// <exception cref="ArgumentException">The images are of another shape than the stamp.</exception>
    public static void RequireFits(IStamp stamp, LabeledImages images)
    {
        if (images.Shape != stamp.Shape)
            throw new ArgumentException($"The images are {images.Shape}, the trigger is {stamp.Shape}.", nameof(images));
    }
}
