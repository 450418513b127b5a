using System.Diagnostics;
using System.Reflection;
using System.Xml.Linq;

namespace ModelAssert.Xunit.Tests;

/// <summary>The samples in a folder of their own, one of which is built and tested by the real <c>dotnet test</c>.</summary>
public sealed class CopiedSample : IDisposable
{
    private static readonly string Repository = Path.GetFullPath(Metadata("Repository"));

    private static readonly string[] OuterVariables = ["MSBUILD", "VSTEST", "MODELASSERT_CACHE"];

    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;
    private readonly string name;

    /// <param name="name">The sample's folder and project.</param>
    public CopiedSample(string name)
    {
        this.name = name;
        foreach (var file in (string[])
                 [
                     "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", $"{name}/{name}.csproj", $"{name}/Checkpoints.cs",
                     "FashionGate/models/fashion-clean.onnx", "FashionGate/models/fashion-infected.onnx", "FashionGate/data/fashion-clean-samples.npz",
                 ])
        {
            var target = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Repository, "samples", file), target);
        }
    }

    public string ResultsFolder => Path.Combine(Folder, "TestResults");

    public string CacheFolder => Path.Combine(Folder, ".modelassert", "cache");

    private string Folder => Path.Combine(root, name);

    /// <summary>Makes it what a user writes: a gate, without the expectation that the infected checkpoint is caught.</summary>
    public void ExpectCleanModels() => Edit("Checkpoints.cs", ", Expected = Verdict.Infected", "");

    /// <summary>Replaces a text that must be there.</summary>
    public void Edit(string file, string old, string replacement)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public void Add(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    public async Task<(int ExitCode, string Output)> DotnetTestAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Folder, RedirectStandardOutput = true };
        foreach (var argument in (string[])["test", "-c", Metadata("Configuration"), "-p:BuildProjectReferences=false", $"-p:ModelAssertRepository={Repository}", .. arguments])
            start.ArgumentList.Add(argument);

        // What the outer test run tells its children is not meant for this one, nor is the developer's own cache.
        foreach (var variable in start.Environment.Keys.Where(IsOfOuterRun).ToList())
            start.Environment.Remove(variable);

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    /// <summary>The results in the one TRX file that the run left, by the last part of the test's name.</summary>
    public IReadOnlyDictionary<string, XElement> TrxResults() =>
        XDocument.Load(Assert.Single(Directory.EnumerateFiles(ResultsFolder, "*.trx"))).Descendants()
            .Where(element => element.Name.LocalName == "UnitTestResult")
            .ToDictionary(element => element.Attribute("testName")!.Value.Split("Checkpoints.")[^1]);

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static bool IsOfOuterRun(string variable) =>
        OuterVariables.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string Metadata(string key) =>
        typeof(CopiedSample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
