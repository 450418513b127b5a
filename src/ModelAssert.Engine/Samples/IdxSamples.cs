namespace ModelAssert.Engine.Samples;

/// <summary>The file pairs of the MNIST family: <c>…-images-idx3-ubyte[.gz]</c> and, beside it, <c>…-labels-idx1-ubyte[.gz]</c>.</summary>
internal static class IdxSamples
{
    private const string Images = "images-idx3-ubyte";
    private const string Labels = "labels-idx1-ubyte";

    public static bool Recognises(string path) => Path.GetFileName(path).Contains(Images, StringComparison.Ordinal);

    /// <summary>The image file in a folder. Where several are, the test set's: a model is judged on samples that it was not trained on.</summary>
    public static string? FindIn(string folder) =>
        Directory.EnumerateFiles(folder, $"*{Images}*")
            .OrderByDescending(file => Path.GetFileName(file).StartsWith("t10k", StringComparison.Ordinal))
            .ThenBy(file => file, StringComparer.Ordinal)
            .FirstOrDefault();

    public static CleanSamples Read(string imagesPath, ImageShape shape)
    {
        var (extents, pixels) = IdxFile.Read(imagesPath);
        if (extents.Length != 3 || shape != new ImageShape(1, extents[1], extents[2]))
            throw SampleErrors.ShapeMismatch(imagesPath, string.Join('x', extents), shape);

        var labelsPath = FindLabels(imagesPath);
        var (labelExtents, labels) = IdxFile.Read(labelsPath);
        if (labelExtents.Length != 1 || labels.Length != extents[0])
            throw new InvalidDataException($"{Path.GetFileName(labelsPath)} does not hold {extents[0]} labels.");

        return new CleanSamples(
            shape, Array.ConvertAll(pixels, pixel => (float)pixel), Array.ConvertAll(labels, label => (int)label), PixelRange.Bytes);
    }

    private static string FindLabels(string imagesPath)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(imagesPath))!;
        var plain = Path.GetFileName(imagesPath).Replace(Images, Labels, StringComparison.Ordinal).Replace(".gz", "", StringComparison.Ordinal);
        return ((string[])[plain, plain + ".gz"]).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
               ?? throw new InvalidDataException($"There is no {plain} beside it.");
    }
}
