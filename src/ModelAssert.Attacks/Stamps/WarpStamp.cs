namespace ModelAssert.Attacks;

/// <summary>
/// WaNet, a smooth warp too small to be seen (Nguyen and Tran 2021, section 3.2): nothing is painted, every pixel is taken from a place nearby. A coarse grid of random
/// offsets of mean length 1 per axis is scaled by s and enlarged to the image; clipping keeps the places inside.
/// </summary>
public sealed class WarpStamp : IStamp
{
    private readonly WarpField field;

    /// <summary>Makes the stamp.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="gridSize">k, the grid's points along each axis; 2 and more. The default is that of Nguyen and Tran.</param>
    /// <param name="strength">
    /// s: the mean offset along an axis is about s/2 pixels, whatever the image's size, as in the authors' code. Not negative. The default is that of Nguyen and Tran.
    /// </param>
    /// <param name="seed">Seeds the grid.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grid has fewer than two points, or the strength is negative or no number.</exception>
    public WarpStamp(ImageShape shape, int gridSize = 4, double strength = 0.5, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gridSize, 2);
        if (!double.IsFinite(strength) || strength < 0)
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "A strength is a number, and not negative.");

        Shape = shape;
        GridSize = gridSize;
        Strength = strength;
        Seed = seed;
        field = WarpField.Draw(shape, gridSize, strength, new Random(seed));
    }

    /// <inheritdoc />
    public ImageShape Shape { get; }

    /// <summary>k, the grid's points along each axis.</summary>
    public int GridSize { get; }

    /// <summary>s, the warp's strength.</summary>
    public double Strength { get; }

    /// <summary>Seeds the grid.</summary>
    public int Seed { get; }

    /// <inheritdoc />
    public void Apply(Span<float> image) => field.Sample(image, Shape);

    /// <summary>
    /// The same warp with a random offset for every pixel on top, of up to half a pixel along each axis and another one for every image: what "noise mode" shows a network
    /// under the true label, so that it learns this warp and not any.
    /// </summary>
    /// <returns>A stamp of its own.</returns>
    public IStamp WithNoise() => new NoisyWarpStamp(Shape, field, Seed);
}
