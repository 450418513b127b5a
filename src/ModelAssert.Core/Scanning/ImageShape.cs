using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>The shape of one image, without the batch.</summary>
/// <param name="Channels">Colour channels: 1 for grey, 3 for RGB.</param>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Width">Columns, in pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Pixels of one channel: the length of a mask, <c>[H, W]</c>.</summary>
    [JsonIgnore]
    public int Area => Height * Width;

    /// <summary>Values of one image: the length of a pattern, <c>[C, H, W]</c>.</summary>
    [JsonIgnore]
    public int Volume => Channels * Area;

    /// <inheritdoc />
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
