using System.Globalization;
using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>
/// The values that stand for black and for full intensity. It belongs to the description of a model: the same picture read in
/// the wrong range turns verdicts upside down.
/// </summary>
/// <param name="Minimum">The value of a black pixel.</param>
/// <param name="Maximum">The value of a pixel at full intensity; greater than <paramref name="Minimum"/>.</param>
[JsonConverter(typeof(PixelRangeJsonConverter))]
public readonly record struct PixelRange(float Minimum, float Maximum)
{
    /// <summary>0 to 1.</summary>
    public static PixelRange Unit { get; } = new(0, 1);

    /// <summary>0 to 255, the values of 8-bit pictures.</summary>
    public static PixelRange Bytes { get; } = new(0, 255);

    /// <summary>-1 to 1.</summary>
    public static PixelRange Symmetric { get; } = new(-1, 1);

    /// <summary>The ranges that are tried, in this order, when none is stated.</summary>
    public static IReadOnlyList<PixelRange> Usual { get; } = [Unit, Bytes, Symmetric];

    /// <summary><see cref="Maximum"/> minus <see cref="Minimum"/>.</summary>
    public float Span => Maximum - Minimum;

    /// <summary>Whether a value lies in the range, with a thousandth of the span to spare for rounding.</summary>
    /// <param name="value">The value to test. NaN never lies in a range.</param>
    /// <returns><see langword="true"/> if it does.</returns>
    public bool Contains(float value) => value >= Minimum - Span / 1000 && value <= Maximum + Span / 1000;

    /// <summary>Reads the form that <see cref="ToString"/> writes, such as <c>0..255</c>.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="range">The range read, when the text is one.</param>
    /// <returns><see langword="false"/> if the text is not two finite numbers, the smaller first, with <c>..</c> between them.</returns>
    public static bool TryParse(string text, out PixelRange range)
    {
        range = default;
        var parts = text.Split("..");
        if (parts.Length != 2
            || LegalNumbers.Pixel.Read(parts[0]) is not { } minimum || LegalNumbers.Pixel.Read(parts[1]) is not { } maximum
            || minimum >= maximum || !float.IsFinite(maximum - minimum))
        {
            return false;
        }

        range = new PixelRange(minimum, maximum);
        return true;
    }

    /// <summary>The range as text, such as <c>0..255</c>.</summary>
    /// <returns>Both ends with <c>..</c> between them.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Minimum}..{Maximum}");
}
