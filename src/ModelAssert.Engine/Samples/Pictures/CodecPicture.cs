using SkiaSharp;

namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>Pictures that the codec library reads: png, jpg, bmp and webp. It reads more, but no other is let through to it.</summary>
internal static class CodecPicture
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private static ReadOnlySpan<byte> Jpeg => [0xff, 0xd8, 0xff];

    public static bool Recognises(ReadOnlySpan<byte> content) =>
        content.StartsWith(Png) || content.StartsWith(Jpeg)
        || content.StartsWith("BM"u8)
        || (content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..].StartsWith("WEBP"u8));

    public static unsafe void Decode(byte[] content, string path, ImageShape shape, Span<float> values)
    {
        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data) ?? throw new InvalidDataException($"{path} is not a picture.");

        // Seen in the header before a pixel is decoded: a picture that claims to be huge costs nothing.
        if (codec.Info.Width != shape.Width || codec.Info.Height != shape.Height)
            throw SampleErrors.PictureSizeMismatch(path, codec.Info.Width, codec.Info.Height, shape);

        var info = new SKImageInfo(
            shape.Width, shape.Height, shape.Channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888,
            shape.Channels == 1 ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var pixels = new byte[info.BytesSize];
        SKCodecResult result;
        fixed (byte* start = pixels)
            result = codec.GetPixels(info, (nint)start);

        if (result == SKCodecResult.InvalidConversion)
            throw SampleErrors.ShapeMismatch(path, "colour pictures", shape);
        if (result != SKCodecResult.Success)
            throw new InvalidDataException($"{path} is damaged.");

        Planes.Separate<byte>(pixels, shape, info.BytesPerPixel, values);
    }
}
