namespace ModelAssert.Engine.Samples.Storage;

/// <summary>A folder on disk, listed once.</summary>
/// <param name="root">Its path; empty for the current folder.</param>
internal sealed class DiskFiles(string root) : ISampleFiles, IFileReader
{
    private readonly Dictionary<string, string[]> folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> files = new(StringComparer.Ordinal);

    public string Describe(string name) => Path.Combine(root, name);

    public IReadOnlyList<string> FoldersIn(string folder) => List(folders, folder, Directory.EnumerateDirectories);

    public IReadOnlyList<string> FilesIn(string folder) => List(files, folder, Directory.EnumerateFiles);

    IFileReader ISampleFiles.Open() => this;

    public Stream Open(string name)
    {
        var content = File.OpenRead(Path.Combine(root, name));
        try
        {
            return GitLfsPointer.Is(content) ? throw Errors.SamplesArePointer(Describe(name)) : content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
    }

    private string[] List(Dictionary<string, string[]> known, string folder, Func<string, IEnumerable<string>> enumerate)
    {
        if (known.TryGetValue(folder, out var names))
            return names;

        var path = Path.Combine(root, folder);
        return known[folder] =
            [.. enumerate(path.Length == 0 ? "." : path).Select(entry => FileNames.Join(folder, Path.GetFileName(entry))).Order(StringComparer.Ordinal)];
    }
}
