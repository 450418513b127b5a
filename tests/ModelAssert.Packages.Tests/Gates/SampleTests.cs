namespace ModelAssert.Packages.Tests.Gates;

/// <summary>The samples of the gates, and the template, as a user takes them.</summary>
public sealed class SampleTests(PackageFeed feed, InstalledTemplate template) : IClassFixture<InstalledTemplate>
{
    [Fact]
    public async Task A_model_is_packed_and_scanned_again_by_the_program_that_uses_it()
    {
        var package = new CopiedSample("ModelPackage", feed);
        var consumer = new CopiedSample("ModelConsumer", feed);
        var packed = await package.DotnetAsync("pack", "-o", consumer.Folder);
        Assert.True(packed.ExitCode == 0, packed.Output);

        var (exitCode, output) = await consumer.DotnetAsync("build", "-p:RestoreAdditionalProjectSources=" + consumer.Folder);
        Assert.True(exitCode == 0, output);
        Assert.Contains("Fashion.Model 1.0.0/contentFiles/any/any/models/fashion-clean.onnx: clean", output, StringComparison.Ordinal);
        Assert.Contains("was scanned before this program was built", (await consumer.DotnetAsync("run", "--no-build")).Output, StringComparison.Ordinal);

        package.Edit("ModelPackage.csproj", "fashion-clean.onnx\"", "fashion-infected.onnx\"");
        Assert.Contains("error MODELASSERT1001", (await package.DotnetAsync("pack", "-o", consumer.Folder)).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(consumer.Folder, "Fashion.Model.1.0.0.nupkg")));
    }

    [Fact]
    public async Task The_gate_of_the_template_stops_an_infected_model()
    {
        var folder = await template.CreateAsync("--samples", "data/samples.npz");
        foreach (var name in (string[])["models", "data"])
            Directory.CreateDirectory(Path.Combine(folder, name));
        File.Copy(GateProject.PathInSample("data/fashion-clean-samples.npz"), Path.Combine(folder, "data", "samples.npz"));
        File.Copy(GateProject.PathInSample("models/fashion-clean.onnx"), Path.Combine(folder, "models", "signs.onnx"));
        // As repositories have it that manage all projects alike; nobody serves this package.
        foreach (var (name, content) in ((string, string)[])[
            ("Directory.Build.props", """<PropertyGroup><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup><ItemGroup><PackageReference Include="Example.Analyzers" PrivateAssets="all" /></ItemGroup>"""),
            ("Directory.Build.targets", """<Target Name="Forbid" BeforeTargets="Build"><Error Text="Not for this project." /></Target>"""),
            ("Directory.Packages.props", """<PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>""")])
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), $"<Project>{content}</Project>", TestContext.Current.CancellationToken);
        }

        var (exitCode, output) = await Dotnet.RunAsync(folder, feed.GateVariables, "build", "ModelGate");
        Assert.True(exitCode == 0, output);

        File.Copy(GateProject.PathInSample("models/fashion-infected.onnx"), Path.Combine(folder, "models", "signs.onnx"), overwrite: true);
        Assert.Contains("../models/signs.onnx : error MODELASSERT1001", (await Dotnet.RunAsync(folder, feed.GateVariables, "build", "ModelGate")).Output, StringComparison.Ordinal);
    }
}
