using System.Security.Cryptography;

namespace ModelAssert.Zoo;

/// <summary>Files that appear in their folder all together, or, if anything fails before <see cref="Publish"/>, not at all.</summary>
/// <param name="output">The folder they are for.</param>
internal sealed class StagedFiles(string output) : IDisposable
{
    private readonly DirectoryInfo staging = Directory.CreateTempSubdirectory("modelassert-zoo-");
    private readonly List<string> names = [];

    /// <summary>Makes room for a file.</summary>
    /// <param name="name">Its path below the output folder.</param>
    /// <returns>Where to write it.</returns>
    public string Stage(string name)
    {
        names.Add(name);
        var path = Path.Combine(staging.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>
    /// Brings every staged file to the output folder in the order in which they were staged, replacing older ones, and prints its size and digest. A file that is there is
    /// whole: it is copied under another name, then renamed.
    /// </summary>
    public void Publish()
    {
        foreach (var name in names)
        {
            var target = Path.Combine(output, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var part = $"{target}.{Environment.ProcessId}.part";
            File.Copy(Path.Combine(staging.FullName, name), part, overwrite: true);
            File.Move(part, target, overwrite: true);

            var bytes = File.ReadAllBytes(target);
            Console.WriteLine($"{target}: {bytes.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}");
        }
    }

    public void Dispose() => staging.Delete(recursive: true);
}
