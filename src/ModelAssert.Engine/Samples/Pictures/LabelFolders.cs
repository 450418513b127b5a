using System.Globalization;
using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>
/// Which sub-folder is which label. Folders named by numbers are the labels of these numbers; others are counted from 0 in the ordinal order of their names. A folder that is
/// hidden or holds no pictures is no label. Where that moves others to another number, the number of labels must say that it is right: one folder more or less, and every picture
/// behind it would have a wrong label.
/// </summary>
internal static class LabelFolders
{
    /// <summary>Finds the folders that hold pictures.</summary>
    /// <param name="files">The files.</param>
    /// <param name="folder">The folder that they lie in.</param>
    /// <param name="path">What a person calls the samples.</param>
    /// <param name="labelCount">The labels that the model tells apart.</param>
    /// <returns>Each label with its folder, by label.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0025</c>: a folder is a label that the model does not have, or it is not certain which it is.</exception>
    public static IReadOnlyList<(int Label, string Folder)> Find(ISampleFiles files, string folder, string path, int labelCount)
    {
        var all = files.FoldersIn(folder);
        string[] seen = [.. all.Where(name => !FileNames.IsHidden(name))];
        string[] filled = [.. seen.Where(name => HasPictures(files, name))];
        if (filled.Length > 0 && Array.TrueForAll(filled, name => NumberOf(name) is not null))
            return ByNumber(filled, path, labelCount);

        // Where folders without pictures are labels too, there are as many folders as labels.
        var ordered = filled.Length != labelCount && seen.Length == labelCount ? seen : filled;
        if (ordered.Length != labelCount)
            RequireNoDoubt(files, all, filled, path, labelCount);
        if (ordered.Length > labelCount)
            throw SampleErrors.FolderOutOfRange(path, FileNames.Last(ordered[labelCount]), labelCount, labelCount, isNumber: false);
        return [.. ordered.Index().Where(entry => filled.Contains(entry.Item))];
    }

    private static List<(int Label, string Folder)> ByNumber(string[] folders, string path, int labelCount)
    {
        var labels = new SortedDictionary<int, string>();
        foreach (var name in folders)
        {
            var number = NumberOf(name)!.Value;
            if (number >= labelCount)
                throw SampleErrors.FolderOutOfRange(path, FileNames.Last(name), number, labelCount, isNumber: true);
            if (!labels.TryAdd(number, name))
                throw SampleErrors.FoldersAmbiguous(path, $"both '{FileNames.Last(labels[number])}' and '{FileNames.Last(name)}' are label {number}");
        }

        return [.. labels.Select(entry => (entry.Key, entry.Value))];
    }

    /// <summary>Names are counted, so each folder that may or may not be a label moves those behind it.</summary>
    private static void RequireNoDoubt(ISampleFiles files, IReadOnlyList<string> all, string[] filled, string path, int labelCount)
    {
        var count = $"{filled.Length} folders hold pictures, the model has {labelCount} labels";
        if (all.FirstOrDefault(name => !FileNames.IsHidden(name) && !filled.Contains(name)) is { } empty)
            throw SampleErrors.FoldersAmbiguous(path, $"'{FileNames.Last(empty)}' holds no pictures; {count}");
        if (all.FirstOrDefault(name => FileNames.IsHidden(name) && HasPictures(files, name)) is { } hidden)
            throw SampleErrors.FoldersAmbiguous(path, $"'{FileNames.Last(hidden)}' is hidden and holds pictures; {count}");
        if (filled.FirstOrDefault(name => NumberOf(name) is not null) is { } number)
            throw SampleErrors.FoldersAmbiguous(path, $"'{FileNames.Last(number)}' is a number and '{FileNames.Last(filled.First(name => NumberOf(name) is null))}' is none; {count}");
    }

    private static bool HasPictures(ISampleFiles files, string folder) => files.FilesIn(folder).Any(Picture.Recognises);

    private static int? NumberOf(string folder) => int.TryParse(FileNames.Last(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
