using SkiaSharp;

namespace ModelAssert.Reporting.Looks;

/// <summary>What a person looks at: a trigger large enough to see, every pixel of it a square.</summary>
internal static class TriggerPictures
{
    /// <summary>The side that a single picture has at least, in pixels.</summary>
    private const int MinimumSide = 280;

    /// <summary>The side that one tile of the overlay has at least, in pixels.</summary>
    private const int MinimumTileSide = 112;

    /// <summary>About as many arrows lie side by side.</summary>
    private const int ArrowsAcross = 14;

    /// <summary>Between two tiles, in pixels.</summary>
    private const int Gap = 4;

    private static readonly SKColor Background = new(0x60, 0x60, 0x60);

    /// <summary>The mask: white where the trigger replaces the pixel, or changes it most; black where it leaves it.</summary>
    public static void WriteMask(Stream stream, ITriggerLook look) => WriteImage(stream, new ImageShape(1, look.Shape.Height, look.Shape.Width), look.Mask());

    /// <summary>An image.</summary>
    public static void WriteImage(Stream stream, ImageShape shape, IReadOnlyList<float> pixels)
    {
        var scale = ScaleFor(shape, MinimumSide);
        using var surface = NewSurface(shape.Width * scale, shape.Height * scale);
        Draw(surface.Canvas, shape, pixels, 0, 0, scale);
        Encode(surface, stream);
    }

    /// <summary>A warp as arrows from where pixels come to where they go. The longest is as long as arrows are apart, whatever it is in the image.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="offsets">Where each pixel is taken from, less where it is: <c>[H, W, 2]</c>, to the right and down, in pixels.</param>
    public static void WriteArrows(Stream stream, ImageShape shape, float[] offsets)
    {
        var scale = ScaleFor(shape, MinimumSide);
        var apart = Math.Max(1, Math.Min(shape.Width, shape.Height) / ArrowsAcross);
        var longest = Enumerable.Range(0, shape.Area).Max(pixel => float.Hypot(offsets[2 * pixel], offsets[2 * pixel + 1]));
        using var surface = NewSurface(shape.Width * scale, shape.Height * scale);
        surface.Canvas.Clear(SKColors.Black);
        using var ink = new SKPaint { Color = SKColors.White, StrokeWidth = 1.5f, IsAntialias = true };
        for (var row = apart / 2; row < shape.Height; row += apart)
        {
            for (var column = apart / 2; column < shape.Width; column += apart)
            {
                var pixel = row * shape.Width + column;
                var stretch = longest > 0 ? apart * scale / longest : 0;
                var tip = new SKPoint((column + 0.5f) * scale, (row + 0.5f) * scale);
                var shaft = new SKPoint(stretch * offsets[2 * pixel], stretch * offsets[2 * pixel + 1]);
                surface.Canvas.DrawLine(tip + shaft, tip, ink);
                surface.Canvas.DrawLine(tip, tip + Turned(shaft, 1), ink);
                surface.Canvas.DrawLine(tip, tip + Turned(shaft, -1), ink);
            }
        }

        Encode(surface, stream);

        // A third of the shaft, an eighth of a turn from it.
        static SKPoint Turned(SKPoint shaft, int side) => new((shaft.X - side * shaft.Y) * 0.24f, (shaft.Y + side * shaft.X) * 0.24f);
    }

    /// <summary>Clean samples in the first row, the same samples with the trigger in the second; of a faint one the difference in the third, on grey and enlarged to all of the contrast that there is.</summary>
    public static void WriteOverlay(Stream stream, ITriggerLook look, IReadOnlyList<ExampleImage> examples)
    {
        var shape = look.Shape;
        var scale = ScaleFor(shape, MinimumTileSide);
        var (width, height) = (shape.Width * scale, shape.Height * scale);
        using var surface = NewSurface(Gap + examples.Count * (width + Gap), Gap + (look.IsFaint ? 3 : 2) * (height + Gap));
        surface.Canvas.Clear(Background);
        for (var i = 0; i < examples.Count; i++)
        {
            var (clean, changed) = (examples[i].Pixels, look.Apply(examples[i].Pixels));
            Tile(clean, 0);
            Tile(changed, 1);
            if (look.IsFaint)
                Tile(Difference(clean, changed), 2);

            void Tile(IReadOnlyList<float> pixels, int row) => Draw(surface.Canvas, shape, pixels, Gap + i * (width + Gap), Gap + row * (height + Gap), scale);
        }

        Encode(surface, stream);
    }

    private static float[] Difference(IReadOnlyList<float> clean, float[] changed)
    {
        float[] difference = [.. changed.Zip(clean, (after, before) => after - before)];
        var strongest = Math.Max(float.Epsilon, difference.Max(Math.Abs));
        return Array.ConvertAll(difference, value => 0.5f + value / strongest / 2);
    }

    private static int ScaleFor(ImageShape shape, int minimumSide) => Math.Max(1, (minimumSide + shape.Width - 1) / shape.Width);

    private static SKSurface NewSurface(int width, int height) =>
        SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));

    private static void Draw(SKCanvas canvas, ImageShape shape, IReadOnlyList<float> pixels, int left, int top, int scale)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(shape.Width, shape.Height, SKColorType.Rgba8888, SKAlphaType.Opaque))
        {
            Pixels = [.. Enumerable.Range(0, shape.Area).Select(pixel => ColorOf(shape, pixels, pixel))],
        };
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, new SKRect(left, top, left + shape.Width * scale, top + shape.Height * scale), new SKSamplingOptions(SKFilterMode.Nearest));
    }

    /// <summary>Three channels are red, green and blue; of any other number the first is shown as grey.</summary>
    private static SKColor ColorOf(ImageShape shape, IReadOnlyList<float> pixels, int pixel)
    {
        byte Channel(int channel) => (byte)Math.Round(255 * Math.Clamp(pixels[channel * shape.Area + pixel], 0, 1));

        return shape.Channels == 3 ? new SKColor(Channel(0), Channel(1), Channel(2)) : new SKColor(Channel(0), Channel(0), Channel(0));
    }

    private static void Encode(SKSurface surface, Stream stream)
    {
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        data.SaveTo(stream);
    }
}
