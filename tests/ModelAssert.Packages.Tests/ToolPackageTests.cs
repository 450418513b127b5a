using System.IO.Compression;

namespace ModelAssert.Packages.Tests;

/// <summary>The .NET tool: a package for each system, and one that points to them.</summary>
public sealed class ToolPackageTests(PackageFeed feed)
{
    private static readonly string[] Systems = ["linux-x64", "osx-arm64", "win-x64"];

    [Fact]
    public async Task It_is_installed_in_a_repository_and_scans_there()
    {
        var tools = feed.CreateFolder("tools");
        // What it references is built; to build it again would disturb the tests that use it.
        var packed = await Dotnet.RunAsync(
            Build.Repository, new Dictionary<string, string>(), "pack", "src/ModelAssert.Tool", "--no-restore", "-c", Build.Configuration, "-o", tools, "-p:BuildProjectReferences=false");
        Assert.True(packed.ExitCode == 0, packed.Output);
        Assert.Equal(
            [.. Systems.Select(system => $"ModelAssert.Tool.{system}").Prepend("ModelAssert.Tool")],
            Directory.EnumerateFiles(tools).Select(file => Path.GetFileName(file).Split(".0.")[0]).Order(StringComparer.Ordinal));
        Assert.All(Systems, system => AssertLean(Directory.EnumerateFiles(tools, $"ModelAssert.Tool.{system}.*.nupkg").Single()));

        var repository = feed.CreateFolder("repository");
        // .NET remembers in its home folder where a tool of this version was installed, also for the clone beside this one, and after that is gone.
        var home = ("DOTNET_CLI_HOME", feed.CreateFolder("home"));
        foreach (var arguments in (string[][])[["new", "tool-manifest"], ["tool", "install", "ModelAssert.Tool", "--prerelease", "--source", tools]])
        {
            var (exitCode, output) = await Dotnet.RunAsync(repository, With(feed.Variables, home), arguments);
            Assert.True(exitCode == 0, output);
        }

        var libTorch = ("MODELASSERT_LIBTORCH", Directory.EnumerateDirectories(Path.Combine(Build.RestoredPackages, "libtorch-cpu-linux-x64")).Single());
        var scan = await Dotnet.RunAsync(
            repository, With(feed.GateVariables, home, libTorch), "modelassert", "scan", Gates.GateProject.PathInSample("models/fashion-infected.onnx"), "--samples", Gates.GateProject.PathInSample("data/fashion-clean-samples.npz"));
        Assert.True(scan.ExitCode == 1, scan.Output);
        Assert.Contains("label 7", scan.Output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> variables, params (string Name, string Value)[] more) =>
        new([.. variables, .. more.Select(entry => KeyValuePair.Create(entry.Name, entry.Value))]);

    private static void AssertLean(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        Assert.DoesNotContain(archive.Entries, entry => Path.GetExtension(entry.Name) is ".pdb" or ".lib" or ".xml" && entry.Name != "DotnetToolSettings.xml" && entry.Name != "[Content_Types].xml");
        Assert.DoesNotContain(archive.Entries, entry => entry.Name.Contains("torch_cpu", StringComparison.Ordinal));
        Assert.Single(archive.Entries, entry => entry.Name is "libonnxruntime.so" or "libonnxruntime.dylib" or "onnxruntime.dll");
        Assert.InRange(new FileInfo(package).Length, 1, 25_000_000);
    }
}
