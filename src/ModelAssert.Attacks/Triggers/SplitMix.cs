namespace ModelAssert.Attacks;

/// <summary>Random numbers that can be asked for in any order (SplitMix64, Steele et al. 2014). Generators of .NET with seeds in a row begin with numbers in a row.</summary>
internal static class SplitMix
{
    /// <summary>One number of a seed's sequence.</summary>
    /// <returns>Uniform in [0, 1).</returns>
    public static float Value(int seed, int index)
    {
        var z = unchecked(((ulong)(uint)seed << 32 | (uint)index) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ z >> 27) * 0x94D049BB133111EB);
        return ((z ^ z >> 31) >> 40) / (float)(1 << 24);
    }
}
