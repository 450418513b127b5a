using ModelAssert.Artifacts;

namespace ModelAssert.Engine.Mitigation;

/// <summary>Files that a repair writes on the way, beside the place of the last one. They are gone when this is disposed of.</summary>
/// <param name="target">Where the repaired model goes.</param>
internal sealed class RepairFiles(string target) : IDisposable
{
    private readonly List<string> paths = [];

    /// <summary>A name that no file has.</summary>
    public string NewPath()
    {
        paths.Add($"{Path.GetFullPath(target)}.{Guid.NewGuid():N}.tmp");
        return paths[^1];
    }

    /// <summary>Makes one of the files the repaired model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: the target cannot be written.</exception>
    public void Publish(string path) => ArtifactFolder.Open(Path.GetDirectoryName(Path.GetFullPath(target))!).Write(Path.GetFileName(target), stream =>
    {
        using var file = File.OpenRead(path);
        file.CopyTo(stream);
    });

    public void Dispose()
    {
        foreach (var path in paths)
            File.Delete(path);
    }
}
