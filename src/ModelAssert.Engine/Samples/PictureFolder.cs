using System.Globalization;
using SkiaSharp;

namespace ModelAssert.Engine.Samples;

/// <summary>
/// A folder of pictures with one sub-folder per label. Sub-folders whose names are all numbers are the labels of these numbers; otherwise
/// the labels are counted from 0 in the ordinal order of the names.
/// </summary>
internal static class PictureFolder
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    public static CleanSamples Read(string folder, ImageShape shape)
    {
        var labelFolders = LabelFolders(folder);
        if (labelFolders.Count == 0)
            throw new InvalidDataException("The folder has no sub-folders.");

        var pictures = labelFolders.SelectMany(entry => Pictures(entry.Path).Select(file => (File: file, entry.Label))).ToList();
        var values = new float[(long)pictures.Count * shape.Volume];
        for (var i = 0; i < pictures.Count; i++)
            Decode(pictures[i].File, shape, values.AsSpan(i * shape.Volume, shape.Volume));

        return new CleanSamples(shape, values, [.. pictures.Select(picture => picture.Label)], PixelRange.Bytes,
            labelFolders.ToDictionary(entry => entry.Label, entry => Path.GetFileName(entry.Path)));
    }

    private static List<(int Label, string Path)> LabelFolders(string folder)
    {
        string[] folders = [.. Directory.EnumerateDirectories(folder).OrderBy(Path.GetFileName, StringComparer.Ordinal)];
        var numbers = Array.ConvertAll(folders, path =>
            int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);
        var areNumbers = numbers.All(number => number >= 0) && numbers.Distinct().Count() == numbers.Length;
        return [.. folders.Select((path, i) => (areNumbers ? numbers[i] : i, path))];
    }

    private static IEnumerable<string> Pictures(string folder) =>
        Directory.EnumerateFiles(folder)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);

    private static unsafe void Decode(string file, ImageShape shape, Span<float> values)
    {
        using var codec = SKCodec.Create(file) ?? throw new InvalidDataException($"{file} is not a picture.");

        // Seen in the header before a pixel is decoded: a picture that claims to be huge costs nothing.
        if (codec.Info.Width != shape.Width || codec.Info.Height != shape.Height)
            throw SampleErrors.ShapeMismatch(file, $"{codec.Info.Width}x{codec.Info.Height} pixels (width x height)", shape);

        var info = new SKImageInfo(shape.Width, shape.Height, shape.Channels switch
        {
            1 => SKColorType.Gray8,
            3 => SKColorType.Rgba8888,
            _ => throw SampleErrors.ShapeMismatch(file, "pictures of 1 or 3 channels", shape),
        }, shape.Channels == 1 ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var pixels = new byte[info.BytesSize];
        SKCodecResult result;
        fixed (byte* start = pixels)
            result = codec.GetPixels(info, (nint)start);

        if (result == SKCodecResult.InvalidConversion)
            throw SampleErrors.ShapeMismatch(file, "colour pictures", shape);
        if (result != SKCodecResult.Success)
            throw new InvalidDataException($"{file} is damaged.");

        for (var pixel = 0; pixel < shape.Area; pixel++)
        {
            for (var channel = 0; channel < shape.Channels; channel++)
                values[channel * shape.Area + pixel] = pixels[pixel * info.BytesPerPixel + channel];
        }
    }
}
