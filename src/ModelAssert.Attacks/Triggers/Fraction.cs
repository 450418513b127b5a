using System.Runtime.CompilerServices;

namespace ModelAssert.Attacks;

/// <summary>Shares, rates and accuracies: numbers in [0, 1].</summary>
internal static class Fraction
{
    /// <exception cref="ArgumentOutOfRangeException">It lies outside [0, 1], or is no number.</exception>
    public static void Require(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "A fraction lies in [0, 1].");
    }
}
