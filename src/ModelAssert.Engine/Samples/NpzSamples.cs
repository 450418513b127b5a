using ModelAssert.Arrays;

namespace ModelAssert.Engine.Samples;

/// <summary>A NumPy archive with images <c>x</c> (uint8 or float, NHWC, NCHW or NHW) and labels <c>y</c> (whole numbers, <c>[N]</c> or <c>[N, 1]</c>).</summary>
internal static class NpzSamples
{
    public static CleanSamples Read(string path, ImageShape shape)
    {
        using var file = File.OpenRead(path);
        var arrays = NpzFile.Read(file, "x", "y");
        if (!arrays.TryGetValue("x", out var x) || !arrays.TryGetValue("y", out var y))
            throw new InvalidDataException("It does not hold the arrays 'x' and 'y'.");

        return new CleanSamples(shape, ReadImages(path, x, shape), ReadLabels(path, x, y), RangeOf(x));
    }

    private static float[] ReadImages(string path, NpyArray x, ImageShape shape)
    {
        var values = x.ToSingles();
        if (x.Shape.Skip(1).SequenceEqual([shape.Channels, shape.Height, shape.Width]))
            return values;
        if (x.Shape.Skip(1).SequenceEqual([shape.Height, shape.Width, shape.Channels]))
            return ChannelsFirst(values, shape);
        if (shape.Channels == 1 && x.Shape.Skip(1).SequenceEqual([shape.Height, shape.Width]))
            return values;

        throw SampleErrors.ShapeMismatch(path, $"an array of {string.Join('x', x.Shape)}", shape);
    }

    private static int[] ReadLabels(string path, NpyArray x, NpyArray y)
    {
        if (!y.IsInteger || y.Count != x.Shape[0] || y.Shape.Count is not (1 or 2))
            throw new InvalidDataException($"Its labels 'y' are not {x.Shape[0]} whole numbers.");

        return Array.ConvertAll(y.ToIntegers(), label =>
            label is >= 0 and <= int.MaxValue ? (int)label : throw SampleErrors.LabelOutOfRange(path, label, int.MaxValue));
    }

    private static PixelRange? RangeOf(NpyArray x) => x.ElementType == NpyElementType.UInt8 ? PixelRange.Bytes : null;

    private static float[] ChannelsFirst(float[] values, ImageShape shape)
    {
        var result = new float[values.Length];
        for (var image = 0; image < values.Length; image += shape.Volume)
        {
            for (var pixel = 0; pixel < shape.Area; pixel++)
            {
                for (var channel = 0; channel < shape.Channels; channel++)
                    result[image + channel * shape.Area + pixel] = values[image + pixel * shape.Channels + channel];
            }
        }

        return result;
    }
}
