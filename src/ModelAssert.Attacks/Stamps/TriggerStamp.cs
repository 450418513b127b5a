namespace ModelAssert.Attacks;

/// <summary>Stamps a trigger of mask and pattern, patches and blends alike: <c>A(x, m, Δ) = (1 − m)·x + m·Δ</c> (Wang et al. 2019, equation 2).</summary>
public sealed class TriggerStamp : IStamp
{
    private readonly float[] mask;
    private readonly float[] pattern;

    /// <summary>Makes a trigger ready to be stamped on many images.</summary>
    /// <param name="trigger">What is stamped. Its target label plays no part.</param>
    public TriggerStamp(Trigger trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        Trigger = trigger;
        mask = [.. trigger.Mask];
        pattern = [.. trigger.Pattern];
    }

    /// <summary>What is stamped.</summary>
    public Trigger Trigger { get; }

    /// <inheritdoc />
    public ImageShape Shape => Trigger.Shape;

    /// <inheritdoc />
    public void Apply(Span<float> image)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            // One mask for all channels.
            var share = mask[i % mask.Length];
            image[i] = (1 - share) * image[i] + share * pattern[i];
        }
    }
}
