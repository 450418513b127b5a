using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>
/// The German Traffic Sign Recognition Benchmark as it is shipped: folders <c>00000</c>, <c>00001</c>, … each with its <c>GT-00000.csv</c>, or the test set,
/// all pictures in one folder and the labels in <c>GT-final_test.csv</c>. The sign's box in the list is not applied: pictures are read whole.
/// </summary>
internal static class GtsrbFolder
{
    private const string TestList = "GT-final_test.csv";
    private const string TestFolder = "Images";

    /// <summary>The lists of a folder, each with the folder of its pictures; empty if this is another layout.</summary>
    public static IReadOnlyList<(string List, string Folder)> FindIn(ISampleFiles files, string folder)
    {
        var test = FileNames.Join(folder, TestList);
        if (files.FilesIn(folder).Contains(test))
        {
            var pictures = FileNames.Join(folder, TestFolder);
            return [(test, files.FoldersIn(folder).Contains(pictures) ? pictures : folder)];
        }

        (string List, string Folder)[] training = [.. files.FoldersIn(folder).Where(name => !FileNames.IsHidden(name)).Select(name => (ListOf(name), name))];
        return Array.Exists(training, entry => files.FilesIn(entry.Folder).Contains(entry.List)) ? training : [];
    }

    public static CleanSamples Read(ISampleFiles files, IReadOnlyList<(string List, string Folder)> lists, string path, ImageShape shape)
    {
        using var reader = files.Open();
        var names = new List<string>();
        var labels = new List<int>();
        foreach (var (list, folder) in lists)
        {
            var present = files.FilesIn(folder).ToHashSet(StringComparer.Ordinal);
            foreach (var (picture, label) in ReadList(files, reader, list))
            {
                var name = FileNames.Join(folder, picture);
                names.Add(present.Contains(name) ? name : throw new InvalidDataException($"{files.Describe(list)} names {picture}, which is not there."));
                labels.Add(label);
            }
        }

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            throw new InvalidDataException($"{files.Describe(lists[0].List)} names a picture twice.");
        return new CleanSamples(shape, new PictureImages(files, path, [.. names], shape), [.. labels], PixelRange.Bytes);
    }

    private static string ListOf(string folder) => FileNames.Join(folder, $"GT-{FileNames.Last(folder)}.csv");

    private static IReadOnlyList<(string Picture, int Label)> ReadList(ISampleFiles files, IFileReader reader, string list)
    {
        if (!files.FilesIn(FileNames.Folder(list)).Contains(list))
            throw new InvalidDataException($"{files.Describe(list)} is not there.");

        using var content = reader.Open(list);
        return GtsrbList.Read(content, files.Describe(list));
    }
}
