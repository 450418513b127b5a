using System.Text.Json;

namespace ModelAssert.Packages.Tests.Gates;

/// <summary>A clean model is packed; put an infected one in its place, and no package lies there, not even the earlier one. For every way to pack.</summary>
public sealed class PackGateTests(PackageFeed feed)
{
    private const string Infected = "models/signs.onnx : error MODELASSERT1001: label 2 is infected: anomaly index ";

    [Fact]
    public async Task A_project_of_one_framework()
    {
        var project = new GateProject(feed, GateProject.Model);
        project.AssertPacked(await project.PackAsync());

        project.UseModel(GateProject.Infected);
        project.AssertRefused(await project.PackAsync(), Infected);
    }

    [Fact]
    public async Task A_project_of_several_frameworks_is_scanned_once()
    {
        var project = new GateProject(feed, GateProject.Model, "net10.0;netstandard2.0");
        var clean = await project.PackAsync();
        project.AssertPacked(clean);
        Assert.Single(clean.Output.Split('\n'), line => line.Contains("signs.onnx: loading model", StringComparison.Ordinal));

        project.UseModel(GateProject.Infected);
        project.AssertRefused(await project.PackAsync(), Infected);
    }

    [Fact]
    public async Task Without_a_build()
    {
        var project = new GateProject(feed, GateProject.Model);
        await project.DotnetAsync("build", "-c", "Release");
        project.AssertPacked(await project.PackAsync("--no-build"));

        project.UseModel(GateProject.Infected);
        project.AssertRefused(await project.PackAsync("--no-build"), Infected);
    }

    [Fact]
    public async Task A_package_of_content_only()
    {
        var project = new GateProject(feed, GateProject.Model + "<PropertyGroup><IncludeBuildOutput>false</IncludeBuildOutput><SuppressDependenciesWhenPacking>true</SuppressDependenciesWhenPacking></PropertyGroup>");
        project.AssertPacked(await project.PackAsync());
        Assert.DoesNotContain(project.PackedFiles(), file => file.EndsWith(".dll", StringComparison.Ordinal));

        project.UseModel(GateProject.Infected);
        project.AssertRefused(await project.PackAsync(), Infected);
    }

    [Fact]
    public async Task A_resource_of_the_assembly_is_seen_like_a_file()
    {
        var project = new GateProject(feed, GateProject.Model + """<ItemGroup><EmbeddedResource Include="embedded/*.onnx" LogicalName="weights" /></ItemGroup>""", "net10.0;netstandard2.0");
        Directory.CreateDirectory(Path.Combine(project.Folder, "embedded"));
        project.UseModel(GateProject.Infected, "embedded/e.onnx");
        project.AssertRefused(await project.PackAsync(), "error MODELASSERT1004: embedded/e.onnx is no declared model");

        project.UseModel(GateProject.Clean, "embedded/e.onnx");
        project.AssertPacked(await project.PackAsync());
    }

    /// <summary>What PyTorch's exporter writes, unless it is told otherwise.</summary>
    [Fact]
    public async Task Weights_in_a_second_file_are_packed_attested_remembered_and_held_to_what_was_scanned()
    {
        var project = new GateProject(feed, GateProject.Model + """<ItemGroup><Content Include="models/*.data" Pack="true" PackagePath="contentFiles/any/any/models/" /></ItemGroup>""");
        project.MoveWeightsOut("models/signs.onnx");
        project.AssertPacked(await project.PackAsync());
        Assert.Contains(project.PackedFiles(), file => file.EndsWith("models/signs.onnx.data", StringComparison.Ordinal));
        using (var statement = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(project.PackagePath, ".intoto.json"))))
        {
            Assert.Equal(
                [("models/signs.onnx", project.Sha256Of("models/signs.onnx")), ("models/signs.onnx.data", project.Sha256Of("models/signs.onnx.data"))],
                statement.RootElement.GetProperty("subject").EnumerateArray().Select(subject => (subject.GetProperty("name").GetString()!, subject.GetProperty("digest").GetProperty("sha256").GetString()!)));
        }

        Assert.Contains("clean, unchanged since its scan", (await project.PackAsync()).Output, StringComparison.Ordinal);

        // The same model file, and another network.
        project.UseModel(GateProject.Infected);
        project.MoveWeightsOut("models/signs.onnx");
        project.AssertRefused(await project.PackAsync(), Infected);

        project.UseModel(GateProject.Clean);
        project.MoveWeightsOut("models/signs.onnx");
        project.Write("models/other.data", "other weights");
        project.Replace("models/*.data\" Pack=\"true\" PackagePath=\"contentFiles/any/any/models/\"", "models/other.data\" Pack=\"true\" PackagePath=\"contentFiles/any/any/models/signs.onnx.data\"");
        project.AssertRefused(await project.PackAsync(), "error MODELASSERT1004: contentFiles/any/any/models/signs.onnx has weights in signs.onnx.data, which is not beside it as it was when models/signs.onnx was scanned.");
    }

    [Fact]
    public async Task A_package_beside_one_with_symbols_is_looked_at()
    {
        var project = new GateProject(feed, """
            <PropertyGroup><IncludeSymbols>true</IncludeSymbols><SymbolPackageFormat>symbols.nupkg</SymbolPackageFormat></PropertyGroup>
            <ItemGroup><Content Include="models/*.onnx" Pack="true" PackagePath="models/" /></ItemGroup>
            """);

        project.AssertRefused(await project.PackAsync(), "error MODELASSERT1004: models/signs.onnx is no declared model");
    }

    [Fact]
    public async Task A_pattern_that_matches_no_file_is_an_error()
    {
        var project = new GateProject(feed, GateProject.Model + $"""<ItemGroup><ModelAssertModel Include="../modles/*.onnx" {GateProject.Samples} /></ItemGroup>""");

        project.AssertRefused(await project.PackAsync(), "error MODELASSERT0044: The project declares models that are not there: no file matches '../modles/*.onnx', looked for in ");
    }

    [Theory]
    [InlineData("Pack")]
    [InlineData("Build")]
    public async Task A_package_with_each_build(string gate)
    {
        var project = new GateProject(feed, GateProject.Model +
            $"<PropertyGroup><ModelAssertGate>{gate}</ModelAssertGate><GeneratePackageOnBuild>true</GeneratePackageOnBuild><PackageOutputPath>out</PackageOutputPath></PropertyGroup>");
        project.AssertPacked(await project.DotnetAsync("build"));

        project.UseModel(GateProject.Infected);
        project.AssertRefused(await project.DotnetAsync("build"), Infected);
    }

    [Fact]
    public async Task A_hand_written_nuspec()
    {
        var project = new GateProject(feed, $"""
            <PropertyGroup><NuspecFile>hand.nuspec</NuspecFile><NuspecProperties>id=Signs</NuspecProperties></PropertyGroup>
            <ItemGroup><ModelAssertModel Include="models/*.onnx" {GateProject.Samples} /></ItemGroup>
            """);
        project.Write("hand.nuspec", """
            <package><metadata><id>$id$</id><version>1.0</version><authors>us</authors><description>signs</description></metadata>
            <files><file src="models/signs.onnx" target="models" /></files></package>
            """);
        project.AssertPacked(await project.PackAsync());

        // Another file than the declared one: only the look into the finished package can see that.
        Directory.CreateDirectory(Path.Combine(project.Folder, "elsewhere"));
        project.UseModel(GateProject.Infected, "elsewhere/signs.onnx");
        project.Write("hand.nuspec", (await File.ReadAllTextAsync(Path.Combine(project.Folder, "hand.nuspec"), TestContext.Current.CancellationToken)).Replace("src=\"models", "src=\"elsewhere", StringComparison.Ordinal));
        project.AssertRefused(await project.PackAsync(), "Signs.1.0.0.nupkg : error MODELASSERT1004: models/signs.onnx has another content than models/signs.onnx had when it was scanned");
    }

    [Fact]
    public async Task A_model_that_is_not_declared()
    {
        var project = new GateProject(feed, """<ItemGroup><Content Include="models/*.onnx" Pack="true" /></ItemGroup>""");
        // Nor by a record of another scan.
        Directory.CreateDirectory(Path.Combine(project.Folder, "obj", "ModelAssert"));
        project.Write("obj/ModelAssert/gate.json", $$"""{ "models": [ { "name": "models/signs.onnx", "sha256": "{{GateProject.Sha256OfShared(GateProject.Clean)}}", "passed": true } ] }""");
        project.AssertRefused(await project.PackAsync(), "Signs.1.0.0.nupkg : error MODELASSERT1004: ");

        project.Write("Signs.csproj", (await File.ReadAllTextAsync(Path.Combine(project.Folder, "Signs.csproj"), TestContext.Current.CancellationToken))
            .Replace("<TargetFramework>", "<ModelAssertGate>None</ModelAssertGate><TargetFramework>", StringComparison.Ordinal));
        Assert.Equal(0, (await project.PackAsync()).ExitCode);
        Assert.Contains("content/models/signs.onnx", project.PackedFiles());
    }

    [Fact]
    public async Task A_model_that_cannot_be_scanned()
    {
        var project = new GateProject(feed, GateProject.Model);
        project.Write("models/signs.onnx", "no model");
        project.AssertRefused(await project.PackAsync(), "models/signs.onnx : error MODELASSERT0011: ");
    }

    [Fact]
    public async Task A_vulnerable_label_is_a_warning_and_with_strictness_an_error()
    {
        var project = new GateProject(feed, GateProject.Model.Replace("CleanSamples", "Threshold=\"0.5\" CleanSamples", StringComparison.Ordinal));
        var lenient = await project.PackAsync();
        project.AssertPacked(lenient);
        Assert.Contains("models/signs.onnx : warning MODELASSERT1002: label ", lenient.Output, StringComparison.Ordinal);

        project.AssertRefused(await project.PackAsync("-p:ModelAssertStrict=true"), "models/signs.onnx : error MODELASSERT1002: label ");
    }

    [Fact]
    public async Task The_attestation_goes_into_the_package_on_request()
    {
        var project = new GateProject(feed, GateProject.Model);
        project.AssertPacked(await project.PackAsync("-p:ModelAssertPackAttestation=true"));
        Assert.Contains("modelassert/attestation.intoto.json", project.PackedFiles());
        Assert.Contains("modelassert/attestation.cdx.json", project.PackedFiles());
        Assert.DoesNotContain(project.Folder, await File.ReadAllTextAsync(Path.ChangeExtension(project.PackagePath, ".intoto.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
