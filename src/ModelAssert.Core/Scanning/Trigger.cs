namespace ModelAssert;

/// <summary>
/// A reversed trigger: a stamp that turns images into the target label. Stamping replaces the share <c>m</c> of every pixel:
/// <c>A(x, m, Δ) = (1 − m)·x + m·Δ</c> (Wang et al. 2019, section IV, equation 2).
/// </summary>
public sealed class Trigger
{
    /// <summary>Makes a trigger from its two arrays, which it keeps.</summary>
    /// <param name="targetLabel">The label that stamped images go to.</param>
    /// <param name="shape">The shape of the images it is stamped on.</param>
    /// <param name="mask">Where and how strongly, <c>[H, W]</c>, row by row, in [0, 1].</param>
    /// <param name="pattern">What, <c>[C, H, W]</c>, in [0, 1] where 0 is black and 1 full intensity: raw pixels, before the model's own preprocessing.</param>
    /// <exception cref="ArgumentException">An array does not have the length that the shape asks for.</exception>
    public Trigger(int targetLabel, ImageShape shape, float[] mask, float[] pattern)
    {
        if (mask.Length != shape.Area)
            throw new ArgumentException($"A mask of {shape.Area} values was expected, {mask.Length} were given.", nameof(mask));
        if (pattern.Length != shape.Volume)
            throw new ArgumentException($"A pattern of {shape.Volume} values was expected, {pattern.Length} were given.", nameof(pattern));

        TargetLabel = targetLabel;
        Shape = shape;
        Mask = mask;
        Pattern = pattern;
        MaskL1Norm = mask.Sum(value => Math.Abs((double)value));
    }

    /// <summary>The label that stamped images go to.</summary>
    public int TargetLabel { get; }

    /// <summary>The shape of the images it is stamped on.</summary>
    public ImageShape Shape { get; }

    /// <summary>Where and how strongly, <c>[H, W]</c>, row by row, in [0, 1].</summary>
    public IReadOnlyList<float> Mask { get; }

    /// <summary>What, <c>[C, H, W]</c>, in [0, 1] where 0 is black and 1 full intensity.</summary>
    public IReadOnlyList<float> Pattern { get; }

    /// <summary>The sum of the mask, in pixels: the size that is judged.</summary>
    public double MaskL1Norm { get; }

    /// <summary><see cref="MaskL1Norm"/> as a share of the image, a fraction in [0, 1].</summary>
    public double Coverage => MaskL1Norm / Shape.Area;

    /// <summary>Stamps one image.</summary>
    /// <param name="image">Raw pixels in [0, 1], <c>[C, H, W]</c>.</param>
    /// <returns>(1 − m)·x + m·Δ, a new array.</returns>
    /// <exception cref="ArgumentException">The image does not have the trigger's shape.</exception>
    public float[] StampOn(IReadOnlyList<float> image)
    {
        if (image.Count != Shape.Volume)
            throw new ArgumentException($"An image of {Shape.Volume} values was expected, {image.Count} were given.", nameof(image));

        var stamped = new float[image.Count];
        for (var i = 0; i < stamped.Length; i++)
        {
            var share = Mask[i % Shape.Area];
            stamped[i] = (1 - share) * image[i] + share * Pattern[i];
        }

        return stamped;
    }
}
