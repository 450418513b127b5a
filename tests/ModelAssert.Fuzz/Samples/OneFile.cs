using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Fuzz.Samples;

/// <summary>A folder with one file, in memory.</summary>
internal sealed class OneFile(byte[] content) : ISampleFiles, IFileReader
{
    public string Describe(string name) => name;

    public IReadOnlyList<string> FoldersIn(string folder) => [];

    public IReadOnlyList<string> FilesIn(string folder) => [];

    public Stream Open(string name) => new MemoryStream(content);

    IFileReader ISampleFiles.Open() => this;

    public void Dispose()
    {
    }
}
