using MathNet.Numerics.Distributions;

namespace ModelAssert.Zoo;

/// <summary>Whether one rule is right more often than another on the same models (McNemar 1947, exact).</summary>
/// <param name="OnlyFirst">The models that only the first rule is right about.</param>
/// <param name="OnlySecond">The models that only the second one is right about.</param>
internal readonly record struct PairedTest(int OnlyFirst, int OnlySecond)
{
    /// <summary>How likely a difference at least as large is if both rules are equally good, a fraction in (0, 1].</summary>
    public double PValue => Math.Min(1, 2 * Binomial.CDF(0.5, OnlyFirst + OnlySecond, Math.Min(OnlyFirst, OnlySecond)));

    /// <summary>Compares two rules.</summary>
    /// <param name="first">A rule.</param>
    /// <param name="second">Another one.</param>
    /// <param name="models">The models.</param>
    public static PairedTest Of(DecisionRule first, DecisionRule second, IReadOnlyCollection<ScoredModel> models)
    {
        return new PairedTest(models.Count(model => IsRight(first, model) && !IsRight(second, model)), models.Count(model => !IsRight(first, model) && IsRight(second, model)));

        static bool IsRight(DecisionRule rule, ScoredModel model) => rule.Flags(model) == model.IsInfected;
    }
}
