using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>A folder of pictures with one sub-folder per label, see <see cref="LabelFolders"/>.</summary>
internal static class PictureFolder
{
    public static CleanSamples Read(ISampleFiles files, string folder, string path, ImageShape shape, int labelCount)
    {
        if (files.FoldersIn(folder).Count == 0)
            throw new InvalidDataException("The folder has no sub-folders.");

        var labelFolders = LabelFolders.Find(files, folder, path, labelCount);
        if (labelFolders.Count == 0)
            throw new InvalidDataException("Its sub-folders hold no pictures.");

        var names = new List<string>();
        var labels = new List<int>();
        foreach (var (label, labelFolder) in labelFolders)
        {
            names.AddRange(files.FilesIn(labelFolder).Where(Picture.Recognises));
            labels.AddRange(Enumerable.Repeat(label, names.Count - labels.Count));
        }

        return new CleanSamples(shape, new PictureImages(files, path, [.. names], shape), [.. labels], PixelRange.Bytes,
            labelFolders.ToDictionary(entry => entry.Label, entry => FileNames.Last(entry.Folder)));
    }
}
