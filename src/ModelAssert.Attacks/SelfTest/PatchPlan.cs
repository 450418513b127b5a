namespace ModelAssert.Attacks;

/// <summary>Which patches a self-test plants: white squares in the bottom right corner, one pixel from the edges, as those of Wang et al. 2019, section V-A.</summary>
internal static class PatchPlan
{
    /// <summary>As in the authors' GTSRB code.</summary>
    private const int Margin = 1;

    /// <summary>1, 2, 3, 4, 6, 8, 12, ...: each half as large again as the one before, or a third.</summary>
    private static readonly int[] Steps = [1, .. Enumerable.Range(1, 12).SelectMany(power => (int[])[1 << power, 3 << (power - 1)])];

    /// <summary>
    /// The sides of the patches, from the smallest on. Where none are named: from a sixteenth to a quarter of the image's shorter side, 0.4 % to 6 % of its area. Smaller ones
    /// are rarely learnt, larger ones hide what the image shows.
    /// </summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: a square does not fit in the image.</exception>
    public static IReadOnlyList<int> SidesFor(ImageShape shape, SelfTestOptions options)
    {
        options.Validate();
        var shorter = Math.Min(shape.Height, shape.Width);
        int[] sides = options.Sides is { } named ? [.. named.Order()] : Usual(shorter, options.Catch);
        return sides[^1] + Margin <= shorter
            ? sides
            : throw new ModelAssertException(
                DiagnosticIds.OptionOutOfRange, null, $"A patch has a side of {sides[^1]} pixels, and the images are {shape}.", $"Give at most {shorter - Margin}.");
    }

    /// <summary>The patch.</summary>
    public static Trigger Patch(int side, int targetLabel, ImageShape shape) => PatchTrigger.BottomRightSquare(targetLabel, shape, side, Margin);

    private static int[] Usual(int shorter, int? smallest)
    {
        int[] usual = [.. Steps.Where(side => 16 * side >= shorter && 4 * side <= shorter)];
        return smallest is { } side ? [side, .. usual.Where(other => other > side)] : usual.Length > 0 ? usual : [1];
    }
}
