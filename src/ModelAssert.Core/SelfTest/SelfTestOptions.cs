namespace ModelAssert;

/// <summary>What a self-test is asked, besides what a scan is: which patches are planted, and which of them must be caught.</summary>
internal sealed record SelfTestOptions
{
    /// <summary>The sides of the patches, in pixels, or <see langword="null"/> for a plan that fits the images.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public IReadOnlyList<int>? Sides { get; init; }

    /// <summary>
    /// Every planted patch of this side and more must be caught, in pixels; with no <see cref="Sides"/>, smaller ones are not tried then. <see langword="null"/> to be told only.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public int? Catch { get; init; }

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: a value is out of its range.</exception>
    public void Validate()
    {
        if (Catch is { } smallest)
            LegalNumbers.Side.Require(smallest, "side of the patch to catch");
        if (Sides is not { } sides)
            return;
        if (sides.Count == 0 || !sides.All(LegalNumbers.Side.Allows) || sides.Distinct().Count() != sides.Count)
            throw Errors.OptionOutOfRange("list of patch sides", string.Join(',', sides), "distinct numbers of pixels from 1 on");
        if (Catch is { } side && sides.Max() < side)
            throw Errors.OptionOutOfRange("list of patch sides", string.Join(',', sides), $"one at least of {side} and more, the side to catch");
    }
}
