namespace ModelAssert.Engine.Samples.Storage;

/// <summary>A folder on disk.</summary>
internal sealed class DiskFiles(string root) : ISampleFiles, IFileReader
{
    public string Describe(string name) => Path.Combine(root, name);

    public IReadOnlyList<string> FoldersIn(string folder) => Names(Directory.EnumerateDirectories(Path.Combine(root, folder)), folder);

    public IReadOnlyList<string> FilesIn(string folder) => Names(Directory.EnumerateFiles(Path.Combine(root, folder)), folder);

    IFileReader ISampleFiles.Open() => this;

    public Stream Open(string name) => File.OpenRead(Path.Combine(root, name));

    public void Dispose()
    {
    }

    private static string[] Names(IEnumerable<string> paths, string folder) =>
        [.. paths.Select(path => FileNames.Join(folder, Path.GetFileName(path))).Order(StringComparer.Ordinal)];
}
