namespace ModelAssert.Packages.Tests.Gates;

/// <summary>An application packs nothing: it ships its models by publishing.</summary>
public sealed class PublishGateTests(PackageFeed feed)
{
    private const string Infected = "models/signs.onnx : error MODELASSERT1001: label 2 is infected: anomaly index ";

    private static readonly string Application = """
        <PropertyGroup><OutputType>Exe</OutputType><IsPackable>false</IsPackable></PropertyGroup>
        <ItemGroup><Content Include="models/*.onnx" CopyToOutputDirectory="PreserveNewest" /></ItemGroup>
        """;

    private static readonly string Declared = $"""<ItemGroup><ModelAssertModel Include="models/*.onnx" {GateProject.Samples} /></ItemGroup>""";

    [Fact]
    public async Task A_clean_model_is_published_and_an_infected_one_is_not_with_or_without_a_build()
    {
        var project = new GateProject(feed, Application + Declared);
        project.Write("Program.cs", "System.Console.WriteLine();");
        var clean = await PublishAsync(project);
        Assert.True(clean.ExitCode == 0, clean.Output);
        Assert.Equal(["signs.onnx"], Published(project));

        project.UseModel(GateProject.Infected);
        AssertRefused(await PublishAsync(project), project, Infected);
        // Like a build, which ships nothing.
        var built = await project.DotnetAsync("build", "-c", "Release");
        Assert.True(built.ExitCode == 0, built.Output);
        AssertRefused(await PublishAsync(project, "--no-build"), project, Infected);

        var ungated = await PublishAsync(project, "-p:ModelAssertGate=None");
        Assert.True(ungated.ExitCode == 0, ungated.Output);
        Assert.Equal(["signs.onnx"], Published(project));
    }

    [Fact]
    public async Task A_model_that_nobody_declared_is_not_published_by_a_project_of_several_frameworks_either()
    {
        var project = new GateProject(feed, """<ItemGroup><Content Include="models/*.onnx" CopyToOutputDirectory="PreserveNewest" /></ItemGroup>""", "net10.0;netstandard2.0");

        AssertRefused(await PublishAsync(project, "-f", "net10.0"), project, "error MODELASSERT1004: models/signs.onnx is no declared model");
    }

    private static Task<(int ExitCode, string Output)> PublishAsync(GateProject project, params string[] arguments)
    {
        if (Directory.Exists(FolderOf(project)))
            Directory.Delete(FolderOf(project), recursive: true);
        return project.DotnetAsync(["publish", "-o", "published", .. arguments]);
    }

    private static void AssertRefused((int ExitCode, string Output) run, GateProject project, string error)
    {
        Assert.True(run.ExitCode != 0, run.Output);
        Assert.Contains(error, run.Output, StringComparison.Ordinal);
        Assert.Empty(Published(project));
    }

    private static IEnumerable<string?> Published(GateProject project) =>
        Directory.Exists(FolderOf(project)) ? Directory.EnumerateFiles(FolderOf(project), "*.onnx", SearchOption.AllDirectories).Select(Path.GetFileName) : [];

    private static string FolderOf(GateProject project) => Path.Combine(project.Folder, "published");
}
