using ModelAssert.Arrays;

namespace ModelAssert.Reporting.Looks;

/// <summary>A mask and a pattern: (1 − m)·x + m·Δ.</summary>
/// <param name="trigger">The trigger.</param>
internal sealed class StampLook(Trigger trigger) : ITriggerLook
{
    /// <inheritdoc />
    public ImageShape Shape => trigger.Shape;

    /// <inheritdoc />
    public bool IsFaint => false;

    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, NpyArray>> Arrays(string name)
    {
        yield return new($"mask_{name}", NpyArray.Of([Shape.Height, Shape.Width], [.. trigger.Mask]));
        yield return new($"pattern_{name}", NpyArray.Of([Shape.Channels, Shape.Height, Shape.Width], [.. trigger.Pattern]));
    }

    /// <inheritdoc />
    public IReadOnlyList<float> Mask() => trigger.Mask;

    /// <summary>As stamped on black: m·Δ.</summary>
    public void DrawAlone(Stream stream) => TriggerPictures.WriteImage(stream, Shape, trigger.StampOn(new float[Shape.Volume]));

    /// <inheritdoc />
    public float[] Apply(IReadOnlyList<float> image) => trigger.StampOn(image);
}
