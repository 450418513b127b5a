using System.Globalization;
using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>The shape of one image, without the batch.</summary>
/// <param name="Channels">Colour channels: 1 for grey, 3 for RGB.</param>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Width">Columns, in pixels.</param>
[JsonConverter(typeof(ImageShapeJsonConverter))]
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>As many values as arrays can have: an image of more cannot be held.</summary>
    private const int MaximumVolume = 0x7fffffc7;

    /// <summary>Pixels of one channel: the length of a mask, <c>[H, W]</c>.</summary>
    public int Area => Height * Width;

    /// <summary>Values of one image: the length of a pattern, <c>[C, H, W]</c>.</summary>
    public int Volume => Channels * Area;

    /// <summary>Reads the form that <see cref="ToString"/> writes, such as <c>3x32x32</c>.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="shape">The shape read, when the text is one.</param>
    /// <returns><see langword="false"/> if the text is not three positive whole numbers with <c>x</c> between them, or those of an image that no array can hold.</returns>
    public static bool TryParse(string text, out ImageShape shape)
    {
        shape = default;
        if (text.Split('x') is not [var c, var h, var w]
            || LegalNumbers.Side.Read(c) is not { } channels || LegalNumbers.Side.Read(h) is not { } height || LegalNumbers.Side.Read(w) is not { } width
            || (long)channels * height > MaximumVolume || (long)channels * height * width > MaximumVolume)
        {
            return false;
        }

        shape = new ImageShape(channels, height, width);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channels}x{Height}x{Width}");
}
