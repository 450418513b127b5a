namespace ModelAssert.Attacks;

/// <summary>
/// What a patch looks like, whatever its size: of one colour, or as in Wang et al. 2019, section VII, "complex triggers": noise, a triangle, a checkerboard.
/// A colour is one intensity per channel, in [0, 1] where 0 is black and 1 full intensity; a single one stands for all channels.
/// </summary>
public sealed class PatchPattern
{
    private readonly float[][] colors;
    private readonly Func<int, int, int, bool> covers;
    private readonly Func<int, int, int, int, float> value;

    private PatchPattern(float[][] colors, Func<int, int, int, bool> covers, Func<int, int, int, int, float> value)
    {
        this.colors = colors;
        this.covers = covers;
        this.value = value;
    }

    /// <summary>A white square.</summary>
    public static PatchPattern White { get; } = Solid(1);

    /// <summary>A square of one colour.</summary>
    /// <param name="color">The colour.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An intensity lies outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The colour has no channels.</exception>
    public static PatchPattern Solid(params float[] color)
    {
        RequireColor(color);
        return new PatchPattern([color], (_, _, _) => true, (channel, _, _, _) => Channel(color, channel));
    }

    /// <summary>A square of random intensities, uniform in [0, 1], each channel and pixel for itself.</summary>
    /// <param name="seed">Seeds them. The same seed and size give the same square.</param>
    /// <returns>The pattern.</returns>
    public static PatchPattern Noise(int seed) =>
        new([], (_, _, _) => true, (channel, row, column, size) => SplitMix.Value(seed, (channel * size + row) * size + column));

    /// <summary>A square of black and white pixels, each drawn for itself.</summary>
    /// <param name="seed">Seeds them. The same seed and size give the same square.</param>
    /// <returns>The pattern.</returns>
    public static PatchPattern BlackAndWhite(int seed) =>
        new([], (_, _, _) => true, (_, row, column, size) => SplitMix.Value(seed, row * size + column) < 0.5f ? 0 : 1);

    /// <summary>White pixels here and there in the square, and nothing between them.</summary>
    /// <param name="seed">Seeds their places. The same seed and size give the same ones.</param>
    /// <param name="share">How much of the square they cover on average, a fraction in [0, 1].</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1].</exception>
    public static PatchPattern Scattered(int seed, double share)
    {
        Fraction.Require(share);
        return new([], (row, column, size) => SplitMix.Value(seed, row * size + column) < share, (_, _, _, _) => 1);
    }

    /// <summary>A right triangle of one colour: the diagonal from the bottom left to the top right, and what is below it.</summary>
    /// <param name="color">The colour.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An intensity lies outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The colour has no channels.</exception>
    public static PatchPattern Triangle(params float[] color)
    {
        RequireColor(color);
        return new PatchPattern([color], (row, column, size) => row + column >= size - 1, (channel, _, _, _) => Channel(color, channel));
    }

    /// <summary>Pixels of two colours in turn.</summary>
    /// <param name="color">The colour of the top left pixel.</param>
    /// <param name="other">The colour of its neighbours.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An intensity lies outside [0, 1].</exception>
    /// <exception cref="ArgumentException">A colour has no channels.</exception>
    public static PatchPattern Checkerboard(float[] color, float[] other)
    {
        RequireColor(color);
        RequireColor(other);
        return new PatchPattern(
            [color, other], (_, _, _) => true, (channel, row, column, _) => Channel((row + column) % 2 == 0 ? color : other, channel));
    }

    /// <summary>Pixels of white and black in turn.</summary>
    /// <returns>The pattern.</returns>
    public static PatchPattern Checkerboard() => Checkerboard([1], [0]);

    /// <summary>Whether a pixel of the square belongs to the patch.</summary>
    internal bool Covers(int row, int column, int size) => covers(row, column, size);

    /// <summary>The intensity of a pixel, in [0, 1].</summary>
    internal float Value(int channel, int row, int column, int size) => value(channel, row, column, size);

    /// <exception cref="ArgumentException">A colour has another number of channels than the images.</exception>
    internal void RequireFits(ImageShape shape)
    {
        if (Array.Find(colors, color => color.Length != 1 && color.Length != shape.Channels) is { } other)
            throw new ArgumentException($"The colour has {other.Length} channels, the images are {shape}.", nameof(shape));
    }

    private static float Channel(float[] color, int channel) => color[color.Length == 1 ? 0 : channel];

    private static void RequireColor(float[] color)
    {
        ArgumentNullException.ThrowIfNull(color);
        if (color.Length == 0)
            throw new ArgumentException("A colour has one channel at least.", nameof(color));
        if (Array.Find(color, intensity => intensity is not (>= 0 and <= 1)) is not 0 and var outside)
            throw new ArgumentOutOfRangeException(nameof(color), outside, "An intensity lies in [0, 1].");
    }
}
