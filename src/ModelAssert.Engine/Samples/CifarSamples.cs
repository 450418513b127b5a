using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples;

/// <summary>
/// The binary batches of CIFAR-10 and CIFAR-100: records of one label (CIFAR-10) or two, the coarse and the fine one (CIFAR-100), and 3x32x32 bytes.
/// </summary>
internal static class CifarSamples
{
    private const string Extension = ".bin";
    private const int CoarseLabelCount = 20;
    private static readonly ImageShape Stored = new(3, 32, 32);

    public static bool Recognises(string name) => FileNames.HasExtension(name, Extension);

    /// <summary>The batches in a folder. Where the test set is among them, only that: a model is judged on samples that it was not trained on.</summary>
    public static IReadOnlyList<string> FindIn(ISampleFiles files, string folder)
    {
        string[] test = [.. files.FilesIn(folder).Where(name => FileNames.Last(name) is "test_batch.bin" or "test.bin")];
        return test.Length == 1 ? test : [.. files.FilesIn(folder).Where(name => IsTraining(FileNames.Last(name)))];
    }

    public static CleanSamples Read(ISampleFiles files, IReadOnlyList<string> names, ImageShape shape, int labelCount)
    {
        var path = files.Describe(names.Count == 1 ? names[0] : FileNames.Folder(names[0]));
        if (shape != Stored)
            throw SampleErrors.ShapeMismatch(path, Stored.ToString(), shape);

        using var reader = files.Open();
        var (bytes, labelBytes) = ReadBatches(reader, names);
        // Of two labels the fine one comes last; a model that tells twenty apart was trained on the coarse one.
        var isCoarse = labelBytes == 2 && labelCount == CoarseLabelCount;
        var record = labelBytes + Stored.Volume;
        var labels = new int[bytes.Length / record];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = bytes[i * record + (isCoarse ? 0 : labelBytes - 1)];

        var labelNames = ReadLabelNames(files, reader, FileNames.Folder(names[0]), labelBytes == 1 ? "batches.meta.txt" : isCoarse ? "coarse_label_names.txt" : "fine_label_names.txt");
        return new CleanSamples(shape, new ByteImages(path, shape, bytes, labelBytes, record), labels, PixelRange.Bytes, labelNames);
    }

    private static bool IsTraining(string name) =>
        name == "train.bin" || (name.StartsWith("data_batch_", StringComparison.Ordinal) && Recognises(name));

    private static (byte[] Bytes, int LabelBytes) ReadBatches(IFileReader reader, IReadOnlyList<string> names)
    {
        var batches = new List<byte[]>();
        var left = ZipLimits.MaximumEntryBytes;
        foreach (var name in names)
        {
            using var content = reader.Open(name);
            batches.Add(BoundedContent.ReadAll(content, left));
            left -= batches[^1].Length;
        }

        foreach (var labelBytes in names.Any(IsOfHundred) ? [2] : (int[])[1, 2])
        {
            if (batches.TrueForAll(batch => batch.Length % (labelBytes + Stored.Volume) == 0))
                return (batches is [var only] ? only : Join(batches), labelBytes);
        }

        throw new InvalidDataException($"The length is no multiple of {Stored.Volume + 1} bytes (CIFAR-10) or {Stored.Volume + 2} (CIFAR-100).");
    }

    private static byte[] Join(List<byte[]> batches)
    {
        var all = GC.AllocateUninitializedArray<byte>(batches.Sum(batch => batch.Length));
        var at = 0;
        foreach (var batch in batches)
        {
            batch.CopyTo(all, at);
            at += batch.Length;
        }

        return all;
    }

    private static bool IsOfHundred(string name) => FileNames.Last(name) is "train.bin" or "test.bin";

    private static Dictionary<int, string>? ReadLabelNames(ISampleFiles files, IFileReader reader, string folder, string name)
    {
        var file = FileNames.Join(folder, name);
        if (!files.FilesIn(folder).Contains(file))
            return null;

        using var content = new StreamReader(new MemoryStream(ReadText(reader, file)));
        string[] lines = [.. content.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return lines.Index().ToDictionary(line => line.Index, line => line.Item);
    }

    private static byte[] ReadText(IFileReader reader, string file)
    {
        using var content = reader.Open(file);
        return BoundedContent.ReadAll(content, 64 * 1024);
    }
}
