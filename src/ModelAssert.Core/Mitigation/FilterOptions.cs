namespace ModelAssert;

/// <summary>What may be asked of a filter (Wang et al. 2019, section VI-A).</summary>
internal sealed record FilterOptions
{
    /// <summary>The share of clean inputs that the filter may reject, a fraction in (0, 0.5].</summary>
    /// <value>The default is 0.05, as in the paper.</value>
    public double FalsePositiveRate { get; init; } = 0.05;

    /// <summary>
    /// A label that a rejected input is given, such as one that does no harm; written into the filter, where a service may say otherwise. <see langword="null"/> gives it none.
    /// </summary>
    public int? SafeLabel { get; init; }

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: a value is out of its range.</exception>
    public void Validate()
    {
        LegalNumbers.FalsePositiveRate.Require(FalsePositiveRate, "false-positive rate");
        if (SafeLabel is { } label)
            LegalNumbers.Label.Require(label, "safe label");
    }
}
