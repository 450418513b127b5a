namespace ModelAssert.Attacks;

/// <summary>
/// Fewer levels of intensity: every value goes to the nearest of them. The image change of BppAttack (Wang et al. 2022), without its dithering and without its
/// contrastive training.
/// </summary>
public sealed class QuantizationStamp : IStamp
{
    /// <summary>Makes the stamp.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="levels">How many levels are left, black and full intensity among them; 2 and more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two levels.</exception>
    public QuantizationStamp(ImageShape shape, int levels = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 2);
        Shape = shape;
        Levels = levels;
    }

    /// <inheritdoc />
    public ImageShape Shape { get; }

    /// <summary>How many levels are left.</summary>
    public int Levels { get; }

    /// <inheritdoc />
    public void Apply(Span<float> image)
    {
        var steps = (float)(Levels - 1);
        foreach (ref var value in image)
            value = MathF.Round(value * steps, MidpointRounding.AwayFromZero) / steps;
    }
}
