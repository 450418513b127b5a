namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>
/// Portable grey and pixel maps: P2 and P5 (<c>.pgm</c>), P3 and P6 (<c>.ppm</c>), of up to 65535 steps, which are scaled to 255. Read strictly: a file
/// holds one picture and nothing after it.
/// </summary>
internal static class NetpbmPicture
{
    private const int MaximumExtent = 1 << 16;

    public static bool Recognises(ReadOnlySpan<byte> content) =>
        content.Length > 2 && content[0] == 'P' && content[1] is (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6';

    public static void Decode(ReadOnlySpan<byte> content, string path, ImageShape shape, Span<float> values)
    {
        var isText = content[1] is (byte)'2' or (byte)'3';
        var channels = content[1] is (byte)'2' or (byte)'5' ? 1 : 3;
        var text = new NetpbmText(content[2..], path);
        var width = text.ReadNumber(1, MaximumExtent);
        var height = text.ReadNumber(1, MaximumExtent);
        var maximum = text.ReadNumber(1, ushort.MaxValue);
        if (width != shape.Width || height != shape.Height)
            throw SampleErrors.PictureSizeMismatch(path, width, height, shape);
        if (channels > shape.Channels)
            throw SampleErrors.ShapeMismatch(path, "colour pictures", shape);

        var samples = new ushort[shape.Area * channels];
        if (isText)
            ReadText(ref text, samples, maximum);
        else
            ReadBinary(text.ReadRest(), samples, maximum, path);

        for (var i = 0; i < values.Length; i++)
        {
            var (channel, pixel) = (i / shape.Area, i % shape.Area);
            var sample = samples[pixel * channels + (channels == 1 ? 0 : channel)];
            values[i] = maximum == byte.MaxValue ? sample : MathF.Round(sample * 255f / maximum);
        }
    }

    private static void ReadText(ref NetpbmText text, Span<ushort> samples, int maximum)
    {
        foreach (ref var sample in samples)
            sample = (ushort)text.ReadNumber(0, maximum);
        text.RequireEnd();
    }

    private static void ReadBinary(ReadOnlySpan<byte> bytes, Span<ushort> samples, int maximum, string path)
    {
        var size = maximum > byte.MaxValue ? 2 : 1;
        if (bytes.Length != (long)samples.Length * size)
            throw new InvalidDataException($"{path} is damaged: it holds {bytes.Length} bytes of pixels, not {(long)samples.Length * size}.");

        for (var i = 0; i < samples.Length; i++)
        {
            var sample = size == 1 ? bytes[i] : bytes[2 * i] << 8 | bytes[2 * i + 1];
            if (sample > maximum)
                throw new InvalidDataException($"{path} is damaged: it holds a value of {sample} above its maximum of {maximum}.");
            samples[i] = (ushort)sample;
        }
    }
}
