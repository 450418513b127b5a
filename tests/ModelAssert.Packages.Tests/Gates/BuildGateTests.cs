namespace ModelAssert.Packages.Tests.Gates;

/// <summary><c>ModelAssertGate=Build</c></summary>
public sealed class BuildGateTests(PackageFeed feed)
{
    private static readonly string Gated = GateProject.Model + "<PropertyGroup><ModelAssertGate>Build</ModelAssertGate></PropertyGroup>";

    [Theory]
    [InlineData("net10.0", "build")]
    [InlineData("net10.0", "build", "-t:Rebuild")]
    [InlineData("net10.0;netstandard2.0", "build", "-m")]
    [InlineData("net10.0;netstandard2.0", "build", "-f", "netstandard2.0")]
    public async Task An_infected_model_fails_the_build_before_anything_is_compiled(string frameworks, params string[] arguments)
    {
        var project = new GateProject(feed, Gated, frameworks);
        project.UseModel(GateProject.Infected);
        var (exitCode, output) = await project.DotnetAsync(arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains("models/signs.onnx : error MODELASSERT1001: label 2 is infected", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.Contains("signs.onnx: loading model", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "bin")));
        Assert.True(File.Exists(Path.Combine(project.Folder, "obj", "ModelAssert", "models", "signs.onnx", "report.html")));
    }

    [Fact]
    public async Task An_unchanged_model_is_not_scanned_again_and_an_older_file_in_its_place_is()
    {
        var project = new GateProject(feed, Gated);
        var first = await project.DotnetAsync("build");
        Assert.True(first.ExitCode == 0, first.Output);

        var second = await project.DotnetAsync("build");
        Assert.True(second.ExitCode == 0, second.Output);
        Assert.Contains("models/signs.onnx: clean, unchanged since its scan", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("loading model", second.Output, StringComparison.Ordinal);

        project.UseModel(GateProject.Infected);
        Assert.Equal(1, (await project.DotnetAsync("build")).ExitCode);
    }

    [Fact]
    public async Task A_forged_report_is_not_believed()
    {
        var project = new GateProject(feed, Gated);
        var (exitCode, output) = await project.DotnetAsync("build");
        Assert.True(exitCode == 0, output);
        var report = Path.Combine(project.Folder, "obj", "ModelAssert", "models", "signs.onnx", "report.json");
        var clean = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);

        project.UseModel(GateProject.Infected);
        await File.WriteAllTextAsync(report, clean, TestContext.Current.CancellationToken);
        Assert.Contains("error MODELASSERT1001", (await project.DotnetAsync("build")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_editor_that_only_looks_scans_nothing()
    {
        var project = new GateProject(feed, Gated + "<PropertyGroup><ModelAssertScanPackages>true</ModelAssertScanPackages></PropertyGroup>");
        await project.DotnetAsync("restore");
        var (exitCode, output) = await project.DotnetAsync("build", "--no-restore", "-p:DesignTimeBuild=true");

        Assert.True(exitCode == 0, output);
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "obj", "ModelAssert")));
    }

    [Fact]
    public async Task Projects_that_build_at_once_do_not_disturb_each_other()
    {
        GateProject[] projects = [new(feed, Gated), new(feed, Gated)];
        projects[1].UseModel(GateProject.Infected);
        var runs = await Task.WhenAll(projects.Select(project => project.DotnetAsync("build")));

        Assert.True(runs[0].ExitCode == 0, runs[0].Output);
        Assert.Contains("error MODELASSERT1001", runs[1].Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_of_the_project_can_make_the_model_first()
    {
        var project = new GateProject(feed, $"""
            <PropertyGroup><ModelAssertGate>Build</ModelAssertGate><ModelAssertScanDependsOn>Fetch</ModelAssertScanDependsOn></PropertyGroup>
            <ItemGroup><ModelAssertModel Include="fetched.onnx" {GateProject.Samples} /></ItemGroup>
            <Target Name="Fetch"><Copy SourceFiles="models/signs.onnx" DestinationFiles="fetched.onnx" /></Target>
            """);
        var (exitCode, output) = await project.DotnetAsync("build");

        Assert.True(exitCode == 0, output);
        Assert.Contains("fetched.onnx: clean", output, StringComparison.Ordinal);
    }
}
