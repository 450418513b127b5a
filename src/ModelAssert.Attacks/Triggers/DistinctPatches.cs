namespace ModelAssert.Attacks;

/// <summary>
/// One patch for each of several infected labels, no two of them alike (Wang et al. 2019, section VII, "multiple infected labels with separate triggers", tell them apart
/// by colour).
/// </summary>
public static class DistinctPatches
{
    /// <summary>
    /// Makes the triggers: the first nine lie at the nine places in one colour, the next nine there in another, and so on. Colours of colour images are corners of
    /// the colour cube but black; those of grey images and beyond the seventh are noise.
    /// </summary>
    /// <param name="targetLabels">The labels, each counted from 0.</param>
    /// <param name="shape">The shape of the images they are stamped on.</param>
    /// <param name="size">The side of a patch, in pixels.</param>
    /// <param name="margin">The distance to the edges, in pixels.</param>
    /// <returns>One trigger per label, in the order of the labels. The same arguments give the same triggers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A label is negative, or a patch does not fit in the image.</exception>
    /// <exception cref="ArgumentException">Two labels are the same.</exception>
    public static IReadOnlyList<Trigger> For(IReadOnlyList<int> targetLabels, ImageShape shape, int size = 4, int margin = 1)
    {
        ArgumentNullException.ThrowIfNull(targetLabels);
        if (targetLabels.Distinct().Count() != targetLabels.Count)
            throw new ArgumentException("Each label has a trigger of its own; two labels are the same.", nameof(targetLabels));

        var places = Enum.GetValues<PatchPlace>();
        return
        [
            .. targetLabels.Select((label, index) => PatchTrigger.Create(
                label, shape, PatchSquare.At(shape, places[index % places.Length], size, margin), Pattern(index / places.Length, shape))),
        ];
    }

    private static PatchPattern Pattern(int round, ImageShape shape) => (shape.Channels, round) switch
    {
        (_, 0) => PatchPattern.White,
        (3, < 7) => PatchPattern.Solid(Bit(round, 0), Bit(round, 1), Bit(round, 2)),
        _ => PatchPattern.Noise(round),
    };

    private static float Bit(int number, int bit) => (number >> bit) & 1;
}
