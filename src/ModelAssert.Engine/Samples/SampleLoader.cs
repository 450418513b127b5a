using ModelAssert.Engine.Samples.Pictures;
using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples;

/// <summary>Reads clean samples in whatever form they are stored.</summary>
internal static class SampleLoader
{
    /// <summary>A zip or a folder may hold the samples this many folders down, each the only one in its folder.</summary>
    private const int MaximumDepth = 8;

    /// <summary>Reads samples for a model: labels now, images when they are drawn.</summary>
    /// <param name="path">
    /// An <c>.npz</c> or <c>.safetensors</c> file; an MNIST IDX image file or a CIFAR binary batch, or a folder with them; a folder of pictures with one sub-folder
    /// per label, or as GTSRB is shipped; or a zip of any of these.
    /// </param>
    /// <param name="shape">The images that the model takes; nothing is resized.</param>
    /// <param name="labelCount">The labels that the model tells apart.</param>
    /// <returns>The samples, at least <see cref="ScanOptions.MinimumSampleCount"/>.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0020</c> to <c>MODELASSERT0023</c> and <c>MODELASSERT0025</c>: missing, in no known format, too few, of another shape, with unknown labels.
    /// </exception>
    public static CleanSamples Load(string path, ImageShape shape, int labelCount)
    {
        var samples = Read(path, shape, labelCount);
        if (samples.Count < ScanOptions.MinimumSampleCount)
            throw SampleErrors.TooFew(path, samples.Count);
        foreach (var label in samples.Labels)
        {
            if (label < 0 || label >= labelCount)
                throw SampleErrors.LabelOutOfRange(path, label, labelCount);
        }

        return samples;
    }

    private static CleanSamples Read(string path, ImageShape shape, int labelCount)
    {
        try
        {
            if (Directory.Exists(path))
                return ReadFolder(new DiskFiles(path), path, shape, labelCount);
            return File.Exists(path) ? ReadFile(path, shape, labelCount) : throw SampleErrors.Missing(path);
        }
        catch (Exception e) when (SampleErrors.IsOfReading(e))
        {
            throw SampleErrors.Named(path, e);
        }
    }

    private static CleanSamples ReadFile(string path, ImageShape shape, int labelCount)
    {
        var files = new DiskFiles(Path.GetDirectoryName(path) ?? "");
        var name = Path.GetFileName(path);
        if (IdxSamples.Recognises(name))
            return IdxSamples.Read(files, name, shape);
        if (CifarSamples.Recognises(name))
            return CifarSamples.Read(files, [name], shape, labelCount);

        return FileNames.HasExtension(name, ".zip") ? ReadFolder(new ZipFiles(path), path, shape, labelCount) : ArraySamples.Read(files, name, shape);
    }

    private static CleanSamples ReadFolder(ISampleFiles files, string path, ImageShape shape, int labelCount)
    {
        var folder = "";
        for (var depth = 0; depth < MaximumDepth; depth++)
        {
            if (IdxSamples.FindIn(files, folder) is { } idx)
                return IdxSamples.Read(files, idx, shape);
            if (CifarSamples.FindIn(files, folder) is { Count: > 0 } batches)
                return CifarSamples.Read(files, batches, shape, labelCount);
            if (ArraySamples.FindIn(files, folder) is { } arrays)
                return ArraySamples.Read(files, arrays, shape);
            if (GtsrbFolder.FindIn(files, folder) is { Count: > 0 } lists)
                return GtsrbFolder.Read(files, lists, path, shape);
            if (files.FoldersIn(folder).Where(name => !FileNames.IsHidden(name)).Take(2).ToArray() is not [var only])
                break;
            // Pictures in the only folder: it is the only label, unless a list beside them says otherwise.
            if (files.FilesIn(only).Any(Picture.Recognises) && GtsrbFolder.FindIn(files, only).Count == 0)
                break;

            folder = only;
        }

        return PictureFolder.Read(files, folder, path, shape, labelCount);
    }
}
