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
    /// <summary>Pixels of one channel: the length of a mask, <c>[H, W]</c>.</summary>
    public int Area => Height * Width;

    /// <summary>Values of one image: the length of a pattern, <c>[C, H, W]</c>.</summary>
    public int Volume => Channels * Area;

    /// <summary>Reads the form that <see cref="ToString"/> writes, such as <c>3x32x32</c>.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="shape">The shape read, when the text is one.</param>
    /// <returns><see langword="false"/> if the text is not three positive whole numbers with <c>x</c> between them.</returns>
    public static bool TryParse(string text, out ImageShape shape)
    {
        shape = default;
        if (text.Split('x') is not [var c, var h, var w] || !Read(c, out var channels) || !Read(h, out var height) || !Read(w, out var width))
            return false;

        shape = new ImageShape(channels, height, width);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channels}x{Height}x{Width}");

    private static bool Read(string text, out int size) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size > 0;
}
