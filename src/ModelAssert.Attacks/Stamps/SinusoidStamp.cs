namespace ModelAssert.Attacks;

/// <summary>
/// SIG, a standing wave over the whole image: <c>v(i, j) = Δ·sin(2π·j·f / m)</c> is added to every row i and channel, with columns j = 1 to m
/// (Barni et al. 2019, section 3.2). What leaves [0, 1] is clipped.
/// </summary>
public sealed class SinusoidStamp : IStamp
{
    private readonly float[] wave;

    /// <summary>Makes the stamp.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="amplitude">Δ, in [0, 1] where 1 is full intensity. Barni et al. use 20/255 to 60/255, the default is 20/255.</param>
    /// <param name="frequency">f, waves per image; positive. The default is that of Barni et al.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amplitude lies outside [0, 1] or the frequency is not positive.</exception>
    public SinusoidStamp(ImageShape shape, double amplitude = 20 / 255.0, double frequency = 6)
    {
        Fraction.Require(amplitude);
        if (!double.IsFinite(frequency) || frequency <= 0)
            throw new ArgumentOutOfRangeException(nameof(frequency), frequency, "A frequency is a positive number.");

        Shape = shape;
        Amplitude = amplitude;
        Frequency = frequency;
        wave = [.. Enumerable.Range(1, shape.Width).Select(column => (float)(amplitude * Math.Sin(2 * Math.PI * column * frequency / shape.Width)))];
    }

    /// <inheritdoc />
    public ImageShape Shape { get; }

    /// <summary>Δ, in [0, 1].</summary>
    public double Amplitude { get; }

    /// <summary>f, waves per image.</summary>
    public double Frequency { get; }

    /// <inheritdoc />
    public void Apply(Span<float> image)
    {
        for (var i = 0; i < image.Length; i++)
            image[i] = Math.Clamp(image[i] + wave[i % wave.Length], 0, 1);
    }
}
