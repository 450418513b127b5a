namespace ModelAssert.Fuzz;

/// <summary>A folder for inputs that must be files, in memory where the system has such a place.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string InMemory = "/dev/shm";

    public string Path { get; } = Directory.Exists(InMemory)
        ? Directory.CreateDirectory($"{InMemory}/modelassert-fuzz-{Environment.ProcessId}").FullName
        : Directory.CreateTempSubdirectory("modelassert-fuzz-").FullName;

    public string Write(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
