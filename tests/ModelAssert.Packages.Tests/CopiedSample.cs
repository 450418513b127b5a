using System.Xml.Linq;

namespace ModelAssert.Packages.Tests;

/// <summary>A sample in a folder outside the repository, with the packages of a feed, as a user has it.</summary>
public sealed class CopiedSample
{
    private static readonly string[] Models = ["FashionGate/models/fashion-clean.onnx", "FashionGate/models/fashion-infected.onnx", "FashionGate/data/fashion-clean-samples.npz"];

    private readonly PackageFeed feed;

    /// <param name="name">The sample's folder and project.</param>
    /// <param name="feed">Where its packages come from.</param>
    public CopiedSample(string name, PackageFeed feed)
    {
        this.feed = feed;
        var root = feed.CreateFolder("samples");
        Folder = Path.Combine(root, name);
        string[] own = [.. Directory.EnumerateFiles(Path.Combine(Build.Repository, "samples", name)).Select(file => $"{name}/{Path.GetFileName(file)}")];
        foreach (var file in (string[])[.. own, .. Models])
        {
            var target = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Build.Repository, "samples", file), target);
        }

        Edit($"{name}.csproj", "0.1.0-*", feed.Version);
    }

    public string Folder { get; }

    public string ResultsFolder => Path.Combine(Folder, "TestResults");

    public string CacheFolder => Path.Combine(Folder, ".modelassert", "cache");

    /// <summary>Makes it what a user writes: a gate, without the expectation that the infected checkpoint is caught.</summary>
    public void ExpectCleanModels() => Edit("Checkpoints.cs", ", Expected = Verdict.Infected", "");

    /// <summary>Replaces a text that must be there.</summary>
    public void Edit(string file, string old, string replacement)
    {
        var path = PathOf(file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>The engine and its libraries stay in the package folder.</summary>
    public void AssertOutputFolderIsLean()
    {
        var files = new DirectoryInfo(Path.Combine(Folder, "bin")).GetFiles("*", SearchOption.AllDirectories);
        Assert.InRange(files.Sum(file => file.Length), 1, 10_000_000);
        Assert.DoesNotContain(files, file => file.Name.Contains("torch", StringComparison.OrdinalIgnoreCase) || file.Name.Contains("onnxruntime", StringComparison.Ordinal));
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Add(string file, string text) => File.WriteAllText(PathOf(file), text);

    public Task<(int ExitCode, string Output)> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(Folder, feed.GateVariables, arguments);

    public Task<(int ExitCode, string Output)> DotnetTestAsync(params string[] arguments) =>
        Dotnet.RunAsync(Folder, feed.ScanVariables, ["test", .. arguments]);

    /// <summary>The same with the cache where a user has it, which is empty at first.</summary>
    public Task<(int ExitCode, string Output)> DotnetTestAsUserAsync(params string[] arguments) =>
        Dotnet.RunAsync(Folder, feed.Variables, ["test", .. arguments]);

    /// <summary>The results in the one TRX file that the run left, by the last part of the test's name.</summary>
    public IReadOnlyDictionary<string, XElement> TrxResults() =>
        XDocument.Load(Assert.Single(Directory.EnumerateFiles(ResultsFolder, "*.trx"))).Descendants()
            .Where(element => element.Name.LocalName == "UnitTestResult")
            .ToDictionary(element => element.Attribute("testName")!.Value.Split("Checkpoints.")[^1]);
}
