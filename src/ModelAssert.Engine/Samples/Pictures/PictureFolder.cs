using System.Globalization;
using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>
/// A folder of pictures with one sub-folder per label. Sub-folders whose names are all numbers are the labels of these numbers; otherwise
/// the labels are counted from 0 in the ordinal order of the names.
/// </summary>
internal static class PictureFolder
{
    public static CleanSamples Read(ISampleFiles files, string folder, string path, ImageShape shape)
    {
        var labelFolders = LabelFolders(files, folder);
        if (labelFolders.Count == 0)
            throw new InvalidDataException("The folder has no sub-folders.");

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

    private static List<(int Label, string Folder)> LabelFolders(ISampleFiles files, string folder)
    {
        string[] folders = [.. files.FoldersIn(folder)];
        var numbers = Array.ConvertAll(folders, name =>
            int.TryParse(FileNames.Last(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);
        var areNumbers = numbers.All(number => number >= 0) && numbers.Distinct().Count() == numbers.Length;
        return [.. folders.Select((name, i) => (areNumbers ? numbers[i] : i, name))];
    }
}
