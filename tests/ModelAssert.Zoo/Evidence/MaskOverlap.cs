namespace ModelAssert.Zoo;

/// <summary>How much of two masks lies in the same place: optimisations that began elsewhere find the same backdoor, and another natural weakness.</summary>
internal static class MaskOverlap
{
    /// <summary>The sum of the smaller values over the sum of the larger ones (Ruzicka 1958): the intersection over the union, of masks that are not just 0 and 1.</summary>
    /// <param name="one">A trigger.</param>
    /// <param name="other">A trigger for images of the same size.</param>
    /// <returns>A fraction in [0, 1]; 0 of empty masks.</returns>
    /// <exception cref="ArgumentException">The masks are of different sizes.</exception>
    public static double Of(Trigger one, Trigger other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (one.Mask.Count != other.Mask.Count)
            throw new ArgumentException($"A mask of {one.Mask.Count} values has no overlap with one of {other.Mask.Count}.", nameof(other));

        var (shared, covered) = (0.0, 0.0);
        foreach (var (a, b) in one.Mask.Zip(other.Mask))
            (shared, covered) = (shared + Math.Min(a, b), covered + Math.Max(a, b));
        return covered > 0 ? shared / covered : 0;
    }
}
