namespace ModelAssert.Attacks;

/// <summary>
/// Triggers as BadNets uses them: a small patch that replaces what is under it. The mask is binary, so the stamp <c>A(x, m, Δ) = (1 − m)·x + m·Δ</c> changes the patch and
/// nothing else, unless less than full opacity is asked for.
/// </summary>
public static class PatchTrigger
{
    /// <summary>
    /// A square of one intensity in the bottom right corner. Wang et al. 2019, section V-A, use a white one of about 1 % of the image: 4 pixels wide for MNIST and
    /// GTSRB. The margin of 1 pixel is that of the authors' GTSRB code.
    /// </summary>
    /// <param name="targetLabel">The label that stamped images shall go to, counted from 0.</param>
    /// <param name="shape">The shape of the images it is stamped on.</param>
    /// <param name="size">The side of the square, in pixels.</param>
    /// <param name="margin">The distance to the lower and to the right edge, in pixels.</param>
    /// <param name="value">The square's intensity in every channel, in [0, 1]; 1 is white.</param>
    /// <returns>The trigger, with a mask of zeros and ones and a pattern that is black outside of the square.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The label or the margin is negative, the size is not positive, the intensity lies outside [0, 1], or the square does not fit in the image.
    /// </exception>
    public static Trigger BottomRightSquare(int targetLabel, ImageShape shape, int size = 4, int margin = 1, float value = 1) =>
        Create(targetLabel, shape, PatchSquare.At(shape, PatchPlace.BottomRight, size, margin), PatchPattern.Solid(value));

    /// <summary>A patch of any place, size and look.</summary>
    /// <param name="targetLabel">The label that stamped images shall go to, counted from 0.</param>
    /// <param name="shape">The shape of the images it is stamped on.</param>
    /// <param name="square">Where it lies.</param>
    /// <param name="pattern">What it looks like; white if it is left out.</param>
    /// <param name="opacity">The mask under the patch, a fraction in [0, 1]; 1 replaces the pixels.</param>
    /// <returns>The trigger, with a mask of zero and a pattern that is black outside of the patch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The label is negative, the opacity lies outside [0, 1], or the square is empty or does not fit in the image.</exception>
    /// <exception cref="ArgumentException">The pattern has another number of channels.</exception>
    public static Trigger Create(int targetLabel, ImageShape shape, PatchSquare square, PatchPattern? pattern = null, double opacity = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(targetLabel);
        Fraction.Require(opacity);
        square.RequireFits(shape);
        pattern ??= PatchPattern.White;
        pattern.RequireFits(shape);

        var (mask, values) = (new float[shape.Area], new float[shape.Volume]);
        for (var i = 0; i < square.Size * square.Size; i++)
        {
            var (row, column) = (i / square.Size, i % square.Size);
            if (!pattern.Covers(row, column, square.Size))
                continue;

            var pixel = (square.Top + row) * shape.Width + square.Left + column;
            mask[pixel] = (float)opacity;
            for (var channel = 0; channel < shape.Channels; channel++)
                values[channel * shape.Area + pixel] = pattern.Value(channel, row, column, square.Size);
        }

        return new Trigger(targetLabel, shape, mask, values);
    }

    /// <summary>
    /// One patch at each of the nine places, all for one label (Wang et al. 2019, section VII, "single infected label with multiple triggers": white squares of 4x4).
    /// </summary>
    /// <param name="targetLabel">The label that stamped images shall go to, counted from 0.</param>
    /// <param name="shape">The shape of the images they are stamped on.</param>
    /// <param name="size">The side of a square, in pixels.</param>
    /// <param name="margin">The distance to the edges, in pixels.</param>
    /// <param name="pattern">What they look like; white if it is left out.</param>
    /// <returns>Nine triggers, in the order of <see cref="PatchPlace"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="PatchSquare.At"/> and <see cref="Create"/>.</exception>
    /// <exception cref="ArgumentException">The pattern has another number of channels.</exception>
    public static IReadOnlyList<Trigger> AtNinePlaces(int targetLabel, ImageShape shape, int size = 4, int margin = 1, PatchPattern? pattern = null) =>
        [.. Enum.GetValues<PatchPlace>().Select(place => Create(targetLabel, shape, PatchSquare.At(shape, place, size, margin), pattern))];
}
