namespace ModelAssert.Attacks;

/// <summary>A trigger made ready to be stamped on many images: <c>A(x, m, Δ) = (1 − m)·x + m·Δ</c> (Wang et al. 2019, equation 2).</summary>
internal sealed class TriggerStamp(Trigger trigger)
{
    private readonly float[] mask = [.. trigger.Mask];
    private readonly float[] pattern = [.. trigger.Pattern];

    /// <summary>Stamps one image in place.</summary>
    /// <param name="image">The image, <c>[C, H, W]</c>, in [0, 1], of the trigger's shape.</param>
    public void Apply(Span<float> image)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            // One mask for all channels.
            var share = mask[i % mask.Length];
            image[i] = (1 - share) * image[i] + share * pattern[i];
        }
    }

    /// <summary>Stamps every image that is not of the target label already: those on which an attack has something to show.</summary>
    /// <param name="images">The images, left as they are, with their true labels.</param>
    /// <returns>The stamped images, still with their true labels, in the same order.</returns>
    /// <exception cref="ArgumentException">The images are of another shape, or all of them are of the target label.</exception>
    public LabeledImages StampOthers(LabeledImages images) =>
        StampWhere(images, label => label != trigger.TargetLabel)
        ?? throw new ArgumentException($"Every image has the target label {trigger.TargetLabel}.", nameof(images));

    /// <summary>Stamps the images of some labels.</summary>
    /// <param name="images">The images, left as they are, with their true labels.</param>
    /// <param name="label">Which, by their true label.</param>
    /// <returns>The stamped images, still with their true labels, in the same order; <see langword="null"/> if there are none.</returns>
    /// <exception cref="ArgumentException">The images are of another shape.</exception>
    public LabeledImages? StampWhere(LabeledImages images, Predicate<int> label)
    {
        RequireFits(images);
        var chosen = Enumerable.Range(0, images.Count).Where(index => label(images.Labels[index])).ToArray();
        if (chosen.Length == 0)
            return null;

        var volume = images.Shape.Volume;
        var pixels = new float[chosen.Length * volume];
        for (var i = 0; i < chosen.Length; i++)
        {
            var stamped = pixels.AsSpan(i * volume, volume);
            images.Image(chosen[i]).CopyTo(stamped);
            Apply(stamped);
        }

        return new LabeledImages(images.Shape, pixels, Array.ConvertAll(chosen, index => images.Labels[index]));
    }

    /// <exception cref="ArgumentException">The images are of another shape than the trigger.</exception>
    public void RequireFits(LabeledImages images)
    {
        if (images.Shape != trigger.Shape)
            throw new ArgumentException($"The images are {images.Shape}, the trigger is {trigger.Shape}.", nameof(images));
    }
}
