namespace ModelAssert.Attacks;

/// <summary>A copy of a training set on its way to becoming a poisoned one: same length, same order, some images stamped, each of them once.</summary>
internal sealed class PoisonedCopy
{
    private readonly LabeledImages clean;
    private readonly float[] pixels;
    private readonly int[] labels;
    private readonly bool[] taken;

    public PoisonedCopy(LabeledImages clean)
    {
        this.clean = clean;
        pixels = [.. clean.Pixels];
        labels = [.. clean.Labels];
        taken = new bool[clean.Count];
    }

    /// <summary>Takes a step of an attack.</summary>
    /// <param name="step">What is done.</param>
    /// <param name="random">Chooses the images.</param>
    /// <exception cref="ArgumentException">The images are of another shape than the stamp, or there are fewer than are to be taken.</exception>
    public void Take(PoisonStep step, Random random)
    {
        StampedImages.RequireFits(step.Stamp, clean);
        var candidates = Enumerable.Range(0, clean.Count).Where(index => !taken[index] && step.Takes(clean.Labels[index])).ToArray();
        var count = step.Share.Count(clean.Count, candidates.Length);
        if (count > candidates.Length)
            throw new ArgumentException($"{count} images were to be poisoned; {candidates.Length} have a label that the attack poisons.");

        random.Shuffle(candidates);
        foreach (var index in candidates.AsSpan(0, count))
        {
            step.Stamp.Apply(pixels.AsSpan(index * clean.Shape.Volume, clean.Shape.Volume));
            labels[index] = step.Relabel(labels[index]);
            taken[index] = true;
        }
    }

    /// <summary>The poisoned set; this object is done with.</summary>
    public LabeledImages ToImages() => new(clean.Shape, pixels, labels);
}
