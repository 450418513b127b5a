using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelAssert.Packages.Tests;

/// <summary><c>dotnet new modelassert</c>, from the package.</summary>
public sealed partial class TemplateTests(InstalledTemplate template) : IClassFixture<InstalledTemplate>
{
    [Theory]
    [InlineData("none", null)]
    [InlineData("github", ".github/workflows/modelassert.yml")]
    [InlineData("azure", "azure-pipelines.modelassert.yml")]
    [InlineData("gitlab", ".gitlab-ci.modelassert.yml")]
    public async Task It_writes_the_gate_the_baseline_and_the_file_of_the_chosen_service(string service, string? file)
    {
        var folder = await template.CreateAsync("--ci", service, "--models", "nets/*.onnx", "--samples", "pictures.npz");

        var files = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).ToList();
        string[] expected = ["ModelGate/ModelGate.csproj", "modelassert.baseline.json", .. file is null ? [] : (string[])[file]];
        Assert.Equal(expected.Order(), files.Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order());
        Assert.All(files, path => Assert.DoesNotMatch(Unreplaced, File.ReadAllText(path)));
        Assert.False(Directory.Exists(Path.Combine(template.Home, ".templateengine")));
    }

    [Fact]
    public async Task The_gate_declares_the_models_and_asks_for_the_packages_of_its_own_release()
    {
        var folder = await template.CreateAsync("--threshold", "2.5");
        Directory.CreateDirectory(Path.Combine(folder, "models", "signs"));
        await File.WriteAllTextAsync(Path.Combine(folder, "models", "signs", "day.onnx"), "", TestContext.Current.CancellationToken);

        var (exitCode, output) = await Dotnet.RunAsync(
            folder, new Dictionary<string, string>(), "msbuild", "ModelGate/ModelGate.csproj", "-getItem:ModelAssertModel,PackageReference", "-getProperty:ModelAssertGate,ModelAssertBaseline");

        Assert.True(exitCode == 0, output);
        var project = JsonDocument.Parse(output).RootElement;
        var model = Assert.Single(Items("ModelAssertModel"));
        Assert.Equal(("../models/signs/day.onnx", "../data/clean-samples.npz", "2.5"), (Text(model, "Identity"), Text(model, "CleanSamples"), Text(model, "Threshold")));
        Assert.Equal(template.PackedVersion, Text(Items("PackageReference").Single(item => Text(item, "Identity") == "ModelAssert.MSBuild"), "Version"));
        Assert.Matches(@"^\d+\.\d+\.\d+$", Text(Items("PackageReference").Single(item => Text(item, "Identity").StartsWith("libtorch-cpu-", StringComparison.Ordinal)), "Version"));
        Assert.Equal("Build", Text(project.GetProperty("Properties"), "ModelAssertGate"));

        var baseline = JsonDocument.Parse(await File.ReadAllTextAsync(Text(project.GetProperty("Properties"), "ModelAssertBaseline"), TestContext.Current.CancellationToken));
        Assert.Equal(1, baseline.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(0, baseline.RootElement.GetProperty("accepted").GetArrayLength());

        IEnumerable<JsonElement> Items(string name) => project.GetProperty("Items").GetProperty(name).EnumerateArray();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>What the template or its packing was to replace: placeholders, and the defaults where other values were given.</summary>
    [GeneratedRegex(@"[A-Z]_VERSION|PACKED_|ANOMALY_INDEX|models/\*\*|clean-samples")]
    private static partial Regex Unreplaced { get; }
}
