namespace ModelAssert.Attacks;

/// <summary>
/// One patch for each of several infected labels, no two of them alike (Wang et al. 2019, section VII, "multiple infected labels with separate triggers"). The paper tells them
/// apart by colour; these are of noise, each its own, which no image has by nature: a network learns 43 of them, and of white or coloured squares not always two (docs/evaluation.md).
/// </summary>
public static class DistinctPatches
{
    /// <summary>Makes the triggers: the first nine lie at the nine places, the next nine there again, and so on, each of other noise.</summary>
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
                label, shape, PatchSquare.At(shape, places[index % places.Length], size, margin), PatchPattern.Noise(index))),
        ];
    }
}
