namespace ModelAssert.Attacks;

/// <summary>The square of an image in which a patch lies.</summary>
/// <param name="Top">Its first row, counted from 0.</param>
/// <param name="Left">Its first column, counted from 0.</param>
/// <param name="Size">Its side, in pixels.</param>
public readonly record struct PatchSquare(int Top, int Left, int Size)
{
    /// <summary>A square at one of the nine places.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="place">Where.</param>
    /// <param name="size">The side of the square, in pixels. Wang et al. 2019 use 4 for MNIST and GTSRB, and up to 16 for GTSRB.</param>
    /// <param name="margin">The distance to the edges that it is at, in pixels. 1 is that of the authors' GTSRB code.</param>
    /// <returns>The square.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The size is not positive, the margin is negative, there is no such place, or the square does not fit in the image.
    /// </exception>
    public static PatchSquare At(ImageShape shape, PatchPlace place, int size = 4, int margin = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        if (!Enum.IsDefined(place))
            throw new ArgumentOutOfRangeException(nameof(place), place, "There is no such place.");

        return new PatchSquare(Start((int)place / 3, shape.Height), Start((int)place % 3, shape.Width), size).RequireFits(shape);

        int Start(int third, int length) => third switch
        {
            0 => margin,
            1 => (length - size) / 2,
            _ => length - margin - size,
        };
    }

    /// <summary>A square anywhere, every place as likely as any other.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="size">The side of the square, in pixels.</param>
    /// <param name="random">Draws the place.</param>
    /// <returns>The square.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or the square does not fit in the image.</exception>
    public static PatchSquare Draw(ImageShape shape, int size, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        new PatchSquare(0, 0, size).RequireFits(shape);
        return new PatchSquare(random.Next(shape.Height - size + 1), random.Next(shape.Width - size + 1), size);
    }

    /// <exception cref="ArgumentOutOfRangeException">The square is empty, or does not fit in the image.</exception>
    internal PatchSquare RequireFits(ImageShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Size);
        if (Top < 0 || Left < 0 || Top > shape.Height - Size || Left > shape.Width - Size)
            throw new ArgumentOutOfRangeException(nameof(shape), shape, $"A square of this size at row {Top}, column {Left} does not fit in {shape}.");
        return this;
    }
}
