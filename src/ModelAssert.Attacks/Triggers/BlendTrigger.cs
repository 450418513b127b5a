namespace ModelAssert.Attacks;

/// <summary>
/// Blended injection (Chen et al. 2017, section 4.2): a pattern over the whole image, so faint that a person hardly sees it. As a trigger, it is a mask of α
/// everywhere: there is no small mask to find.
/// </summary>
public static class BlendTrigger
{
    /// <summary>A pattern of one's own.</summary>
    /// <param name="targetLabel">The label that stamped images shall go to, counted from 0.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="pattern">The pattern, <c>[C, H, W]</c>, in [0, 1].</param>
    /// <param name="alpha">α, the pattern's share of every pixel, a fraction in [0, 1]. Chen et al. use up to 0.2.</param>
    /// <returns>The trigger.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The label is negative, or α lies outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The pattern does not have the length that the shape asks for, or an intensity lies outside [0, 1].</exception>
    public static Trigger Create(int targetLabel, ImageShape shape, float[] pattern, double alpha = 0.2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(targetLabel);
        ArgumentNullException.ThrowIfNull(pattern);
        Fraction.Require(alpha);
        if (Array.Exists(pattern, value => value is not (>= 0 and <= 1)))
            throw new ArgumentException("The pattern's intensities lie in [0, 1].", nameof(pattern));

        var mask = new float[shape.Area];
        mask.AsSpan().Fill((float)alpha);
        return new Trigger(targetLabel, shape, mask, [.. pattern]);
    }

    /// <summary>A random pattern, uniform in [0, 1], each channel and pixel for itself (Chen et al. 2017, figure 3b).</summary>
    /// <param name="targetLabel">The label that stamped images shall go to, counted from 0.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="alpha">α, the pattern's share of every pixel, a fraction in [0, 1].</param>
    /// <param name="seed">Seeds the pattern.</param>
    /// <returns>The trigger.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The label is negative, or α lies outside [0, 1].</exception>
    public static Trigger Noise(int targetLabel, ImageShape shape, double alpha = 0.2, int seed = 0)
    {
        var random = new Random(seed);
        var pattern = new float[shape.Volume];
        foreach (ref var value in pattern.AsSpan())
            value = random.NextSingle();
        return Create(targetLabel, shape, pattern, alpha);
    }
}
