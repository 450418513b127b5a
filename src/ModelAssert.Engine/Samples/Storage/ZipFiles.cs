using System.IO.Compression;

namespace ModelAssert.Engine.Samples.Storage;

/// <summary>A zip, read file by file into memory and never unpacked to disk. Names and sizes are listed first and must be the same later.</summary>
internal sealed class ZipFiles : ISampleFiles
{
    /// <summary>What macOS adds to the zips it makes.</summary>
    private const string AppleDouble = "__MACOSX/";

    private readonly string path;
    private readonly Dictionary<string, SortedSet<string>> folders = new(StringComparer.Ordinal) { [""] = new(StringComparer.Ordinal) };
    private readonly Dictionary<string, List<string>> files = new(StringComparer.Ordinal) { [""] = [] };

    /// <exception cref="InvalidDataException">The file is no zip, is damaged, or passes a limit.</exception>
    public ZipFiles(string path)
    {
        this.path = path;
        using var zip = OpenZip(out var length);
        ZipLimits.Check(zip, length);
        foreach (var entry in zip.Entries)
        {
            if (entry.FullName.StartsWith(AppleDouble, StringComparison.Ordinal))
                continue;

            var folder = FileNames.Folder(entry.FullName);
            AddFolder(folder);
            if (!entry.FullName.EndsWith('/'))
                files[folder].Add(entry.FullName);
        }

        foreach (var list in files.Values)
            list.Sort(StringComparer.Ordinal);
    }

    public string Describe(string name) => $"{path}, in it {name}";

    public IReadOnlyList<string> FoldersIn(string folder) => [.. folders.GetValueOrDefault(folder) ?? []];

    public IReadOnlyList<string> FilesIn(string folder) => files.GetValueOrDefault(folder) ?? [];

    public IFileReader Open() => new Reader(this, OpenZip(out _));

    private ZipArchive OpenZip(out long length)
    {
        var file = File.OpenRead(path);
        length = file.Length;
        try
        {
            return GitLfsPointer.Is(file) ? throw Errors.SamplesArePointer(path) : new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void AddFolder(string folder)
    {
        // From the inside out, until one that is known.
        while (files.TryAdd(folder, []))
        {
            folders.TryAdd(folder, new(StringComparer.Ordinal));
            var parent = FileNames.Folder(folder);
            if (!folders.TryGetValue(parent, out var siblings))
                folders[parent] = siblings = new(StringComparer.Ordinal);
            siblings.Add(folder);
            folder = parent;
        }
    }

    private sealed class Reader(ZipFiles files, ZipArchive zip) : IFileReader
    {
        public Stream Open(string name)
        {
            var entry = zip.GetEntry(name) ?? throw new InvalidDataException($"'{name}' is no longer in the zip.");
            if (entry.Length > ZipLimits.MaximumEntryBytes || ZipLimits.IsBomb(entry.Length, entry.CompressedLength))
                throw new InvalidDataException($"'{name}' in the zip has changed.");
            if (entry.IsEncrypted)
                throw new InvalidDataException($"'{name}' in the zip is encrypted.");

            using var content = entry.Open();
            var bytes = BoundedContent.Read(content, entry.Length);
            return GitLfsPointer.Is(bytes) ? throw Errors.SamplesArePointer(files.Describe(name)) : new MemoryStream(bytes, writable: false);
        }

        public void Dispose() => zip.Dispose();
    }
}
