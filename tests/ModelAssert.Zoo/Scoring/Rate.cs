using MathNet.Numerics.Distributions;

namespace ModelAssert.Zoo;

/// <summary>A share of models, with the interval of Clopper and Pearson (1934).</summary>
/// <param name="Hits">How many.</param>
/// <param name="Count">Of how many.</param>
internal readonly record struct Rate(int Hits, int Count)
{
    // Two-sided 95 %.
    private const double Tail = 0.025;

    /// <summary>The share, a fraction in [0, 1]; not a number of no models.</summary>
    public double Value => (double)Hits / Count;

    /// <summary>The lower end: a smaller rate would give so many hits in fewer than 2.5 % of all cases.</summary>
    public double Lower => Hits == 0 ? 0 : Beta.InvCDF(Hits, Count - Hits + 1, Tail);

    /// <summary>The upper end.</summary>
    public double Upper => Hits == Count ? 1 : Beta.InvCDF(Hits + 1, Count - Hits, 1 - Tail);

    /// <summary>Counts models.</summary>
    public static Rate Of<T>(IReadOnlyCollection<T> models, Func<T, bool> isHit) => new(models.Count(isHit), models.Count);

    /// <inheritdoc />
    public override string ToString() => Count == 0 ? "–" : FormattableString.Invariant($"{Hits}/{Count} = {100 * Value:0.0} % [{100 * Lower:0.0}, {100 * Upper:0.0}]");
}
