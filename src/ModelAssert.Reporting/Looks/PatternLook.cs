using ModelAssert.Arrays;

namespace ModelAssert.Reporting.Looks;

/// <summary>A pattern that is added to the whole image: x + δ, within [0, 1].</summary>
/// <param name="shape">The shape of the images.</param>
/// <param name="pattern">δ, <c>[C, H, W]</c>, in units of the pixel range, of either sign.</param>
internal sealed class PatternLook(ImageShape shape, float[] pattern) : ITriggerLook
{
    /// <inheritdoc />
    public ImageShape Shape => shape;

    /// <inheritdoc />
    public bool IsFaint => true;

    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, NpyArray>> Arrays(string name) => [new($"added_{name}", NpyArray.Of([shape.Channels, shape.Height, shape.Width], pattern))];

    /// <summary>The strongest channel of each pixel, over the strongest of all.</summary>
    public IReadOnlyList<float> Mask()
    {
        var strongest = Strongest();
        return [.. Enumerable.Range(0, shape.Area).Select(pixel => Enumerable.Range(0, shape.Channels).Max(channel => Math.Abs(pattern[channel * shape.Area + pixel])) / strongest)];
    }

    /// <summary>On grey, with all of the contrast that there is room for.</summary>
    public void DrawAlone(Stream stream)
    {
        var strongest = Strongest();
        TriggerPictures.WriteImage(stream, shape, Array.ConvertAll(pattern, value => 0.5f + value / strongest / 2));
    }

    /// <inheritdoc />
    public float[] Apply(IReadOnlyList<float> image) => [.. image.Zip(pattern, (pixel, added) => Math.Clamp(pixel + added, 0, 1))];

    private float Strongest() => Math.Max(float.Epsilon, pattern.Max(Math.Abs));
}
