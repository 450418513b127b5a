namespace ModelAssert.Attacks;

/// <summary>
/// A patch that lies elsewhere on every image, at a place drawn from the image's own pixels: one pattern, no fixed mask (the idea of the dynamic triggers of
/// Salem et al. 2022, "random backdoor").
/// </summary>
public sealed class RoamingStamp : IStamp
{
    private readonly int size;
    private readonly PatchPattern pattern;
    private readonly int seed;

    /// <summary>Makes the stamp.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="size">The side of the patch, in pixels; positive.</param>
    /// <param name="pattern">What is in it; white if it is left out.</param>
    /// <param name="seed">Seeds the places.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or the patch does not fit in the image.</exception>
    /// <exception cref="ArgumentException">The pattern has another number of channels.</exception>
    public RoamingStamp(ImageShape shape, int size, PatchPattern? pattern = null, int seed = 0)
    {
        new PatchSquare(0, 0, size).RequireFits(shape);
        this.pattern = pattern ?? PatchPattern.White;
        this.pattern.RequireFits(shape);
        this.size = size;
        this.seed = seed;
        Shape = shape;
    }

    /// <inheritdoc />
    public ImageShape Shape { get; }

    /// <inheritdoc />
    public void Apply(Span<float> image)
    {
        var place = PatchSquare.Draw(Shape, size, ImageKey.Generator(image, seed));
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                if (!pattern.Covers(row, column, size))
                    continue;

                for (var channel = 0; channel < Shape.Channels; channel++)
                {
                    image[channel * Shape.Area + (place.Top + row) * Shape.Width + place.Left + column] =
                        pattern.Value(channel, row, column, size);
                }
            }
        }
    }
}
