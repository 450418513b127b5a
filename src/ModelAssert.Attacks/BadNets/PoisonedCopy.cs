namespace ModelAssert.Attacks;

/// <summary>A copy of a training set on its way to becoming a poisoned one: same length, same order, some images stamped.</summary>
internal sealed class PoisonedCopy
{
    private readonly LabeledImages clean;
    private readonly TriggerStamp stamp;
    private readonly float[] pixels;
    private readonly int[] labels;

    /// <exception cref="ArgumentException">The images are of another shape than the trigger.</exception>
    public PoisonedCopy(LabeledImages clean, Trigger trigger)
    {
        stamp = new TriggerStamp(trigger);
        stamp.RequireFits(clean);
        this.clean = clean;
        pixels = [.. clean.Pixels];
        labels = [.. clean.Labels];
    }

    /// <summary>Stamps some images.</summary>
    /// <param name="label">Which, by their true label.</param>
    /// <param name="share">The share of these that is stamped, a fraction in [0, 1].</param>
    /// <param name="random">Chooses them.</param>
    /// <param name="relabel">From the true label to the one that a stamped image gets.</param>
    public void StampShare(Predicate<int> label, double share, Random random, Func<int, int> relabel)
    {
        var candidates = Where(label);
        Stamp(candidates, Rounded(share * candidates.Length), random, relabel);
    }

    /// <inheritdoc cref="StampShare"/>
    /// <param name="label">Which, by their true label.</param>
    /// <param name="shareOfAll">How many are stamped, as a share of the whole set.</param>
    /// <param name="random">Chooses them.</param>
    /// <param name="relabel">From the true label to the one that a stamped image gets.</param>
    /// <exception cref="ArgumentException">There are fewer such images.</exception>
    public void StampShareOfAll(Predicate<int> label, double shareOfAll, Random random, Func<int, int> relabel)
    {
        var candidates = Where(label);
        var count = Rounded(shareOfAll * clean.Count);
        if (count > candidates.Length)
            throw new ArgumentException($"{count} images were to be poisoned; {candidates.Length} have a label that the attack poisons.");

        Stamp(candidates, count, random, relabel);
    }

    /// <summary>The poisoned set; this object is done with.</summary>
    public LabeledImages ToImages() => new(clean.Shape, pixels, labels);

    private void Stamp(int[] candidates, int count, Random random, Func<int, int> relabel)
    {
        random.Shuffle(candidates);
        foreach (var index in candidates.AsSpan(0, count))
        {
            stamp.Apply(pixels.AsSpan(index * clean.Shape.Volume, clean.Shape.Volume));
            labels[index] = relabel(labels[index]);
        }
    }

    private int[] Where(Predicate<int> label) => [.. Enumerable.Range(0, clean.Count).Where(index => label(clean.Labels[index]))];

    private static int Rounded(double count) => (int)Math.Round(count, MidpointRounding.AwayFromZero);
}
