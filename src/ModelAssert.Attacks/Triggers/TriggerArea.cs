namespace ModelAssert.Attacks;

/// <summary>Where a generated trigger may lie: some pixels of an image, which the trigger replaces.</summary>
public sealed class TriggerArea
{
    // 57 pixels: 7 % of MNIST's images, as much as Wang et al. 2019 give for the published trojaned networks.
    private static readonly string[] Word =
    [
        "### ##. ### ..# .#. #..#",
        ".#. #.# #.# ..# #.# ##.#",
        ".#. ##. #.# ..# ### #.##",
        ".#. #.# #.# #.# #.# #..#",
        ".#. #.# ### .#. #.# #..#",
    ];

    private TriggerArea(ImageShape shape, float[] mask)
    {
        Shape = shape;
        Mask = mask;
    }

    /// <summary>The shape of the images.</summary>
    public ImageShape Shape { get; }

    /// <summary>1 where the trigger lies, 0 elsewhere, <c>[H, W]</c>, row by row.</summary>
    public IReadOnlyList<float> Mask { get; }

    /// <summary>A square ("Trojan Square").</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="square">The square.</param>
    /// <returns>The area.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The square is empty or does not fit in the image.</exception>
    public static TriggerArea Square(ImageShape shape, PatchSquare square)
    {
        square.RequireFits(shape);
        return Covering(shape, square.Top, square.Left, square.Size, square.Size, (_, _) => true);
    }

    /// <summary>The word TROJAN in letters of five rows: thin lines over the width of the image ("Trojan Watermark").</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="top">The first row, counted from 0.</param>
    /// <param name="left">The first column, counted from 0.</param>
    /// <param name="scale">How many pixels a stroke is wide; the word is 24 strokes wide and 5 high.</param>
    /// <returns>The area.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not positive, or the word does not fit in the image.</exception>
    public static TriggerArea Watermark(ImageShape shape, int top, int left, int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        return Covering(shape, top, left, Word.Length * scale, Word[0].Length * scale, (row, column) => Word[row / scale][column / scale] == '#');
    }

    private static TriggerArea Covering(ImageShape shape, int top, int left, int height, int width, Func<int, int, bool> covers)
    {
        if (top < 0 || left < 0 || top > shape.Height - height || left > shape.Width - width)
            throw new ArgumentOutOfRangeException(nameof(shape), shape, $"An area of {height}x{width} at row {top}, column {left} does not fit.");

        var mask = new float[shape.Area];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
                mask[(top + row) * shape.Width + left + column] = covers(row, column) ? 1 : 0;
        }

        return new TriggerArea(shape, mask);
    }
}
