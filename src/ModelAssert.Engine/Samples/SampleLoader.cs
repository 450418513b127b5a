namespace ModelAssert.Engine.Samples;

/// <summary>Reads clean samples in whatever form they are stored.</summary>
public static class SampleLoader
{
    /// <summary>Reads samples for a model.</summary>
    /// <param name="path">An <c>.npz</c> file, an MNIST IDX image file or a folder with one, or a folder of pictures with one sub-folder per label.</param>
    /// <param name="shape">The images that the model takes; nothing is resized.</param>
    /// <param name="labelCount">The labels that the model tells apart.</param>
    /// <returns>The samples, at least <see cref="ScanOptions.MinimumSampleCount"/>.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0020</c> to <c>MODELASSERT0025</c>: missing, in no known format, too few, of another shape, with values that are no numbers, with unknown labels.
    /// </exception>
    public static CleanSamples Load(string path, ImageShape shape, int labelCount)
    {
        var samples = Read(path, shape);
        if (samples.Count < ScanOptions.MinimumSampleCount)
            throw SampleErrors.TooFew(path, samples.Count);
        foreach (var label in samples.Labels)
        {
            if (label < 0 || label >= labelCount)
                throw SampleErrors.LabelOutOfRange(path, label, labelCount);
        }

        foreach (var value in samples.Values)
        {
            if (!float.IsFinite(value))
                throw SampleErrors.RangeMismatch(path, "The samples hold values that are not numbers.", "Give finite pixel values.");
        }

        return samples;
    }

    private static CleanSamples Read(string path, ImageShape shape)
    {
        try
        {
            if (Directory.Exists(path))
                return IdxSamples.FindIn(path) is { } idx ? IdxSamples.Read(idx, shape) : PictureFolder.Read(path, shape);
            if (!File.Exists(path))
                throw SampleErrors.Missing(path);

            return IdxSamples.Recognises(path) ? IdxSamples.Read(path, shape) : NpzSamples.Read(path, shape);
        }
        catch (InvalidDataException e)
        {
            throw SampleErrors.NotRecognised(path, $"The samples cannot be understood: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SampleErrors.Missing(path, e);
        }
    }
}
