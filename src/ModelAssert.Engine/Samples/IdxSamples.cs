using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples;

/// <summary>The file pairs of the MNIST family: <c>…-images-idx3-ubyte[.gz]</c> and, beside it, <c>…-labels-idx1-ubyte[.gz]</c>.</summary>
internal static class IdxSamples
{
    private const string Images = "images-idx3-ubyte";
    private const string Labels = "labels-idx1-ubyte";

    public static bool Recognises(string name) => FileNames.Last(name).Contains(Images, StringComparison.Ordinal);

    /// <summary>The image file in a folder. Where several are, the test set's: a model is judged on samples that it was not trained on.</summary>
    public static string? FindIn(ISampleFiles files, string folder) =>
        files.FilesIn(folder).Where(Recognises)
            .OrderByDescending(file => FileNames.Last(file).StartsWith("t10k", StringComparison.Ordinal))
            .FirstOrDefault();

    public static CleanSamples Read(ISampleFiles files, string imagesName, ImageShape shape)
    {
        var path = files.Describe(imagesName);
        using var reader = files.Open();
        var (extents, pixels) = Read(reader, imagesName);
        if (extents.Length != 3 || shape != new ImageShape(1, extents[1], extents[2]))
            throw SampleErrors.ShapeMismatch(path, string.Join('x', extents), shape);

        var labelsName = FindLabels(files, imagesName);
        var (labelExtents, labels) = Read(reader, labelsName);
        if (labelExtents.Length != 1 || labels.Length != extents[0])
            throw new InvalidDataException($"{FileNames.Last(labelsName)} does not hold {extents[0]} labels.");

        return new CleanSamples(
            shape, new ByteImages(path, shape, pixels, 0, shape.Volume), Array.ConvertAll(labels, label => (int)label), PixelRange.Bytes);
    }

    private static (int[] Shape, byte[] Values) Read(IFileReader reader, string name)
    {
        using var content = reader.Open(name);
        return IdxFile.Read(content);
    }

    private static string FindLabels(ISampleFiles files, string imagesName)
    {
        var folder = FileNames.Folder(imagesName);
        var plain = FileNames.Last(imagesName).Replace(Images, Labels, StringComparison.Ordinal).Replace(".gz", "", StringComparison.Ordinal);
        var present = files.FilesIn(folder);
        return ((string[])[plain, plain + ".gz"]).Select(name => FileNames.Join(folder, name)).FirstOrDefault(present.Contains)
               ?? throw new InvalidDataException($"There is no {plain} beside it.");
    }
}
