using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>
/// A synthetic set with as many labels as YouTube Face, which may not be passed on: drawn by this program, of nobody. Each picture of an identity is its pattern,
/// shifted a little, in another light and with noise.
/// </summary>
internal static class IdentityPictures
{
    private const int MaximumShift = 2;
    private const float LightChange = 0.25f;
    private const float Noise = 0.08f;

    public static ImageShape Shape { get; } = new(3, 55, 47);

    /// <summary>Draws pictures.</summary>
    /// <param name="identities">How many identities; the first n are the same for every n.</param>
    /// <param name="perIdentity">Pictures of each.</param>
    /// <param name="seed">Decides what the identities look like.</param>
    /// <param name="pictureSeed">Decides light, shift and noise: another one gives other pictures of the same identities.</param>
    /// <returns>The pictures, identity after identity.</returns>
    public static LabeledImages Draw(int identities, int perIdentity, int seed, int pictureSeed)
    {
        var looks = new Random(seed);
        var circumstances = new Random(pictureSeed);
        var pixels = new float[identities * perIdentity * Shape.Volume];
        for (var i = 0; i < identities; i++)
        {
            var pattern = new IdentityPattern(looks);
            for (var j = 0; j < perIdentity; j++)
                Draw(pattern, circumstances, pixels.AsSpan((i * perIdentity + j) * Shape.Volume, Shape.Volume));
        }

        return new LabeledImages(Shape, pixels, [.. Enumerable.Range(0, identities * perIdentity).Select(index => index / perIdentity)]);
    }

    private static void Draw(IdentityPattern pattern, Random random, Span<float> picture)
    {
        var (down, right) = (random.Next(-MaximumShift, MaximumShift + 1), random.Next(-MaximumShift, MaximumShift + 1));
        var light = 1 + LightChange * (2 * random.NextSingle() - 1);
        for (var i = 0; i < picture.Length; i++)
        {
            var (row, column) = (i % Shape.Area / Shape.Width, i % Shape.Width);
            var colour = pattern.At(i / Shape.Area, (row - down) / (Shape.Height - 1f), (column - right) / (Shape.Width - 1f));
            picture[i] = Math.Clamp(light * colour + Noise * NearlyNormal(random), 0, 1);
        }
    }

    /// <summary>Mean 0, deviation 1: the sum of three uniform numbers, a good deal faster than a logarithm.</summary>
    private static float NearlyNormal(Random random) => 2 * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f);
}
