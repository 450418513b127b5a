using ModelAssert.Arrays;
using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples;

/// <summary>
/// A NumPy archive or a safetensors file with images <c>x</c> (uint8 or float, NHWC, NCHW or NHW) and labels <c>y</c> (whole numbers, <c>[N]</c> or
/// <c>[N, 1]</c>).
/// </summary>
internal static class ArraySamples
{
    private const string Npz = ".npz";
    private const string Safetensors = ".safetensors";

    /// <summary>The file of arrays in a folder, if there is exactly one.</summary>
    public static string? FindIn(ISampleFiles files, string folder)
    {
        string[] found = [.. files.FilesIn(folder).Where(name => FileNames.HasExtension(name, Npz, Safetensors) && !FileNames.IsHidden(name))];
        return found is [var only] ? only : null;
    }

    public static CleanSamples Read(ISampleFiles files, string name, ImageShape shape)
    {
        using var reader = files.Open();
        using var content = reader.Open(name);
        var arrays = FileNames.HasExtension(name, Safetensors) ? SafetensorsFile.Read(content, "x", "y") : NpzFile.Read(content, "x", "y");
        if (!arrays.TryGetValue("x", out var x) || !arrays.TryGetValue("y", out var y))
            throw new InvalidDataException("It does not hold the arrays 'x' and 'y'.");

        var path = files.Describe(name);
        var images = new ArrayImages(path, shape, x, AreChannelsLast(path, x, shape));
        return new CleanSamples(shape, images, ReadLabels(path, x, y), RangeOf(x.ElementType));
    }

    /// <summary>The range that a type of elements says: bytes are pictures of 8 bits, truth values black and white ones.</summary>
    private static PixelRange? RangeOf(NpyElementType type) => type switch
    {
        NpyElementType.UInt8 => PixelRange.Bytes,
        NpyElementType.Boolean => PixelRange.Unit,
        _ => null,
    };

    private static bool AreChannelsLast(string path, NpyArray x, ImageShape shape)
    {
        if (x.Shape.Skip(1).SequenceEqual([shape.Channels, shape.Height, shape.Width]))
            return false;
        if (x.Shape.Skip(1).SequenceEqual([shape.Height, shape.Width, shape.Channels]))
            return true;
        if (shape.Channels == 1 && x.Shape.Skip(1).SequenceEqual([shape.Height, shape.Width]))
            return false;

        throw SampleErrors.ShapeMismatch(path, $"an array of {string.Join('x', x.Shape)}", shape);
    }

    private static int[] ReadLabels(string path, NpyArray x, NpyArray y)
    {
        if (!y.IsInteger || y.Count != x.Shape[0] || y.Shape.Count is not (1 or 2))
            throw new InvalidDataException($"Its labels 'y' are not {x.Shape[0]} whole numbers.");

        return Array.ConvertAll(y.ToIntegers(), label =>
            label is >= 0 and <= int.MaxValue ? (int)label : throw SampleErrors.LabelOutOfRange(path, label, int.MaxValue));
    }
}
