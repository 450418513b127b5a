using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ModelAssert.Xunit.V3.Tests;

/// <summary>A copy of samples/FashionGate in a folder of its own, built and tested by the real <c>dotnet test</c>.</summary>
public sealed partial class CopiedSample : IDisposable
{
    private static readonly string Repository = Path.GetFullPath(Metadata("Repository"));

    private static readonly string[] OuterVariables = ["MSBUILD", "VSTEST", "MODELASSERT_CACHE"];

    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public CopiedSample()
    {
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "FashionGate/FashionGate.csproj", "FashionGate/Checkpoints.cs"])
            Copy(file);
        foreach (var file in (string[])["models/fashion-clean.onnx", "models/fashion-infected.onnx", "data/fashion-clean-samples.npz"])
            Copy(Path.Combine("FashionGate", file));
    }

    public string ResultsFolder => Path.Combine(Folder, "TestResults");

    public string CacheFolder => Path.Combine(Folder, ".modelassert", "cache");

    private string Folder => Path.Combine(root, "FashionGate");

    /// <summary>Makes it what a user writes: a gate, without the expectation that the infected checkpoint is caught.</summary>
    public void ExpectCleanModels()
    {
        var path = Path.Combine(Folder, "Checkpoints.cs");
        var source = File.ReadAllText(path);
        Assert.Contains("Expected = Verdict.Infected", source, StringComparison.Ordinal);
        File.WriteAllText(path, Expectation().Replace(source, ""));
    }

    public async Task<(int ExitCode, string Output)> DotnetTestAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Folder, RedirectStandardOutput = true };
        foreach (var argument in (string[])["test", "-c", Metadata("Configuration"), "-p:BuildProjectReferences=false", $"-p:ModelAssertRepository={Repository}", .. arguments])
            start.ArgumentList.Add(argument);

        // What the outer test run tells its children is not meant for this one, nor is the developer's own cache.
        foreach (var name in start.Environment.Keys.Where(name => OuterVariables.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
            start.Environment.Remove(name);

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    /// <summary>The one TRX file that the run left.</summary>
    public XDocument Trx() => XDocument.Load(Assert.Single(Directory.EnumerateFiles(ResultsFolder, "*.trx")));

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Copy(string file)
    {
        var target = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(Repository, "samples", file), target);
    }

    private static string Metadata(string key) =>
        typeof(CopiedSample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;

    [GeneratedRegex(", Expected = Verdict.Infected")]
    private static partial Regex Expectation();
}
