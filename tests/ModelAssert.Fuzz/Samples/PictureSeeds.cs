using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace ModelAssert.Fuzz.Samples;

/// <summary>One small picture in every format, in colour and grey.</summary>
internal static class PictureSeeds
{
    public static readonly ImageShape Shape = new(3, 16, 16);

    public static byte[][] Of(SKEncodedImageFormat format) =>
    [
        Encode(format, SKColorType.Rgba8888, 100), Encode(format, SKColorType.Rgba8888, 40), Encode(format, SKColorType.Gray8, 90),
    ];

    public static byte[][] Bitmaps() => [Bitmap(24), Bitmap(32), Bitmap(8)];

    public static byte[][] PixelMaps() =>
    [
        PixelMap("P6", 16, 16, 768), PixelMap("P5", 16, 16, 256),
        TextMap("P3", 768), TextMap("P2", 256),
    ];

    public static byte[] PixelMap(string magic, int width, int height, int count) =>
        [.. Encoding.ASCII.GetBytes($"{magic}\n# made\n{width} {height}\n255\n"), .. Enumerable.Range(0, count).Select(i => (byte)(i * 3))];

    private static byte[] TextMap(string magic, int count) =>
        Encoding.ASCII.GetBytes($"{magic}\n16 16\n255\n{string.Join(' ', Enumerable.Range(0, count).Select(i => (byte)i))}\n");

    private static byte[] Encode(SKEncodedImageFormat format, SKColorType type, int quality)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Shape.Width, Shape.Height, type, SKAlphaType.Opaque));
        for (var y = 0; y < Shape.Height; y++)
        {
            for (var x = 0; x < Shape.Width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(x * 16), (byte)(y * 16), (byte)(x * y)));
        }

        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    /// <summary>The codec library reads this format but does not write it.</summary>
    private static byte[] Bitmap(int bits)
    {
        var palette = bits == 8 ? 256 * 4 : 0;
        var pixels = Shape.Area * bits / 8;
        var file = new byte[54 + palette + pixels];
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        var header = file.AsSpan(2);
        foreach (var (at, value) in ((int At, int Value)[])
            [(0, file.Length), (8, 54 + palette), (12, 40), (16, Shape.Width), (20, Shape.Height), (24, 1 | bits << 16), (32, pixels)])
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[at..], value);
        }

        for (var i = 54; i < file.Length; i++)
            file[i] = (byte)(i * 11);
        return file;
    }
}
