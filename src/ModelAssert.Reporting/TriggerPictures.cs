using SkiaSharp;

namespace ModelAssert.Reporting;

/// <summary>What a person looks at: a trigger large enough to see, every pixel of it a square.</summary>
internal static class TriggerPictures
{
    /// <summary>The side that a single picture has at least, in pixels.</summary>
    private const int MinimumSide = 280;

    /// <summary>The side that one tile of the overlay has at least, in pixels.</summary>
    private const int MinimumTileSide = 112;

    /// <summary>Between two tiles, in pixels.</summary>
    private const int Gap = 4;

    private static readonly SKColor Background = new(0x60, 0x60, 0x60);

    /// <summary>The mask: white where the trigger replaces the pixel, black where it leaves it.</summary>
    public static void WriteMask(Stream stream, Trigger trigger) =>
        WriteSingle(stream, new ImageShape(1, trigger.Shape.Height, trigger.Shape.Width), trigger.Mask);

    /// <summary>The trigger as stamped on black: m·Δ.</summary>
    public static void WriteTrigger(Stream stream, Trigger trigger) =>
        WriteSingle(stream, trigger.Shape, trigger.StampOn(new float[trigger.Shape.Volume]));

    /// <summary>Clean samples in the first row, the same samples stamped in the second.</summary>
    public static void WriteOverlay(Stream stream, Trigger trigger, IReadOnlyList<ExampleImage> examples)
    {
        var scale = ScaleFor(trigger.Shape, MinimumTileSide);
        var (width, height) = (trigger.Shape.Width * scale, trigger.Shape.Height * scale);
        using var surface = NewSurface(Gap + examples.Count * (width + Gap), Gap + 2 * (height + Gap));
        surface.Canvas.Clear(Background);
        for (var i = 0; i < examples.Count; i++)
        {
            var left = Gap + i * (width + Gap);
            Draw(surface.Canvas, trigger.Shape, examples[i].Pixels, left, Gap, scale);
            Draw(surface.Canvas, trigger.Shape, trigger.StampOn(examples[i].Pixels), left, 2 * Gap + height, scale);
        }

        Encode(surface, stream);
    }

    private static void WriteSingle(Stream stream, ImageShape shape, IReadOnlyList<float> pixels)
    {
        var scale = ScaleFor(shape, MinimumSide);
        using var surface = NewSurface(shape.Width * scale, shape.Height * scale);
        Draw(surface.Canvas, shape, pixels, 0, 0, scale);
        Encode(surface, stream);
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
