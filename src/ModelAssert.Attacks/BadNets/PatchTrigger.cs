namespace ModelAssert.Attacks;

/// <summary>
/// Triggers as BadNets uses them: a small square of one intensity that replaces what is under it. The mask is binary, so the stamp
/// <c>A(x, m, Δ) = (1 − m)·x + m·Δ</c> changes the square and nothing else.
/// </summary>
public static class PatchTrigger
{
    /// <summary>
    /// A square in the bottom right corner. Wang et al. 2019, section V-A, use a white one of about 1 % of the image: 4 pixels wide for MNIST and
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
    public static Trigger BottomRightSquare(int targetLabel, ImageShape shape, int size = 4, int margin = 1, float value = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        return Square(targetLabel, shape, shape.Height - margin - size, shape.Width - margin - size, size, value);
    }

    /// <summary>A square at any place.</summary>
    /// <param name="targetLabel">The label that stamped images shall go to, counted from 0.</param>
    /// <param name="shape">The shape of the images it is stamped on.</param>
    /// <param name="top">The square's first row, counted from 0.</param>
    /// <param name="left">The square's first column, counted from 0.</param>
    /// <param name="size">The side of the square, in pixels.</param>
    /// <param name="value">The square's intensity in every channel, in [0, 1]; 1 is white.</param>
    /// <returns>The trigger, with a mask of zeros and ones and a pattern that is black outside of the square.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The label is negative, the size is not positive, the intensity lies outside [0, 1], or the square does not fit in the image.
    /// </exception>
    public static Trigger Square(int targetLabel, ImageShape shape, int top, int left, int size, float value = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(targetLabel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (value is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(value), value, "An intensity lies in [0, 1].");
        if (top < 0 || left < 0 || top > shape.Height - size || left > shape.Width - size)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A square of this size at row {top}, column {left} does not fit in {shape}.");

        var mask = new float[shape.Area];
        for (var row = top; row < top + size; row++)
            mask.AsSpan(row * shape.Width + left, size).Fill(1);

        var pattern = new float[shape.Volume];
        for (var i = 0; i < pattern.Length; i++)
            pattern[i] = mask[i % shape.Area] * value;
        return new Trigger(targetLabel, shape, mask, pattern);
    }
}
