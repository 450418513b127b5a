using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>One picture, decoded as it is: nothing is resized, and colour is not made grey.</summary>
internal static class Picture
{
    /// <summary>A picture file, whatever its size in pixels.</summary>
    public const long MaximumBytes = 64L << 20;

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".webp", ".ppm", ".pgm", ".pnm"];

    public static bool Recognises(string name) => FileNames.HasExtension(name, Extensions) && !FileNames.IsHidden(name);

    /// <summary>Decodes a picture.</summary>
    /// <param name="content">The file. What it is, its first bytes say.</param>
    /// <param name="path">Where it is, for errors.</param>
    /// <param name="shape">The shape that it must have; grey pictures are read as colour where colour is wanted.</param>
    /// <param name="values">The values <c>[C, H, W]</c>, from 0 to 255.</param>
    public static void Decode(byte[] content, string path, ImageShape shape, Span<float> values)
    {
        if (shape.Channels is not (1 or 3))
            throw SampleErrors.ShapeMismatch(path, "pictures of 1 or 3 channels", shape);

        if (NetpbmPicture.Recognises(content))
            NetpbmPicture.Decode(content, path, shape, values);
        else if (CodecPicture.Recognises(content))
            CodecPicture.Decode(content, path, shape, values);
        else
            throw new InvalidDataException($"{path} is not a picture (png, jpg, bmp, webp, ppm or pgm).");
    }
}
