using ModelAssert.Engine.Samples;

namespace ModelAssert.Engine.Preflight;

/// <summary>
/// The range that the values of samples are in, before any model is asked. A wrong one is the first mistake users make: triggers are sized in it, and an infected model looked cleaner than a clean one
/// in the authors' own issue list.
/// </summary>
internal static class StoredRange
{
    /// <summary>
    /// Values that fill less of a range than this are in another one. Pictures have something bright and something dark somewhere; 0 and 1, four bits, or what was divided by 255 twice, stay below an
    /// eighth.
    /// </summary>
    private const double MinimumFill = 0.125;

    /// <summary>Values in −1..1 come as near to both ends as this share of the span. Pictures from which only their mean was subtracted do not.</summary>
    private const double MaximumMargin = 0.125;

    /// <summary>Finds the range.</summary>
    /// <param name="samples">The samples as drawn.</param>
    /// <param name="stated">The range that the model is said to take, or <see langword="null"/>.</param>
    /// <param name="path">Where they come from, for the error.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0024</c>: they fit no range, or not the one that their storage or their user says.</exception>
    public static PixelRange Of(CleanSamples samples, PixelRange? stated, string path)
    {
        var (low, high) = Extremes(samples.Values);
        if (samples.Range is { } known)
        {
            return high - known.Minimum >= MinimumFill * known.Span ? known : throw SampleErrors.RangeMismatch(path,
                FormattableString.Invariant($"The samples are stored as pictures of {known}, and their largest value is {high}: they were scaled to another range."),
                known == PixelRange.Bytes
                    ? "Store them in 0..255, black and white ones as bool or as 0 and 255, or as floats in the range that the model takes."
                    : "Store pictures that are not all black.");
        }

        if (stated is { } range)
        {
            return Contains(range, low, high) && high - low >= MinimumFill * range.Span ? range : throw SampleErrors.RangeMismatch(path,
                FormattableString.Invariant($"The model takes pixels in {range}, the samples hold values from {low} to {high}."),
                "Scale the samples, or state the range that they have.");
        }

        if (Contains(PixelRange.Unit, low, high) && Fills(PixelRange.Unit, low, high))
            return PixelRange.Unit;
        if (Contains(PixelRange.Symmetric, low, high) && low <= -1 + MaximumMargin * PixelRange.Symmetric.Span && high >= 1 - MaximumMargin * PixelRange.Symmetric.Span)
            return PixelRange.Symmetric;
        if (Contains(PixelRange.Bytes, low, high) && Fills(PixelRange.Bytes, low, high))
            return PixelRange.Bytes;

        throw SampleErrors.RangeMismatch(path,
            FormattableString.Invariant($"The samples hold values from {low} to {high}, which is no usual pixel range{(low < 0 ? "; they seem to be normalised already, or to have a mean subtracted" : "")}."),
            low < 0
                ? "Give the pictures as they were before (uint8, or floats in 0..1), and state what the model takes: --input-range, --mean and --standard-deviation."
                : "Store the pictures as uint8 in 0..255 or as floats in 0..1, or state the range that the model takes (--input-range).");
    }

    private static bool Contains(PixelRange range, float low, float high) => range.Contains(low) && range.Contains(high);

    private static bool Fills(PixelRange range, float low, float high) => high - low >= MinimumFill * range.Span;

    private static (float Low, float High) Extremes(ReadOnlySpan<float> values)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (low, high);
    }
}
