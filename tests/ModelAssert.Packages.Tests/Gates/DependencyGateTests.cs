using System.Text.Json.Nodes;

namespace ModelAssert.Packages.Tests.Gates;

/// <summary><c>ModelAssertScanPackages</c>: the models in the packages that a project restores.</summary>
public sealed class DependencyGateTests(PackageFeed feed, InfectedPackage package) : IClassFixture<InfectedPackage>
{
    private const string Finding = "Contoso.Signs 1.0.0/contentFiles/any/any/models/signs.onnx : error MODELASSERT1001: label 2 is infected";

    private static readonly string Declared = $"""<ItemGroup><ModelAssertPackage Include="Contoso.Signs" {GateProject.Samples} /></ItemGroup>""";

    [Fact]
    public async Task An_infected_package_fails_the_build_of_its_consumer_by_name()
    {
        var (exitCode, output) = await Consumer(Declared).DotnetAsync("build");

        Assert.True(exitCode == 1, output);
        Assert.Contains(Finding, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_of_several_frameworks_has_it_scanned_once()
    {
        var consumer = new GateProject(feed, Reference(package.Source, "Contoso.Signs") + Declared, "net10.0;netstandard2.0", "Consumer");
        var (exitCode, output) = await consumer.DotnetAsync("build", "-m");

        Assert.True(exitCode == 1, output);
        Assert.Contains(Finding, output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.Contains("signs.onnx: loading model", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Also_where_another_package_brings_it()
    {
        var middle = new GateProject(feed, $"""
            <PropertyGroup><RestoreAdditionalProjectSources>{package.Source}</RestoreAdditionalProjectSources></PropertyGroup>
            <ItemGroup><PackageReference Include="Contoso.Signs" Version="1.0.0" /></ItemGroup>
            """, name: "Contoso.Middle");
        var packed = await middle.DotnetAsync("pack", "-o", package.Source);
        Assert.True(packed.ExitCode == 0, packed.Output);

        var consumer = new GateProject(feed, Reference(package.Source, "Contoso.Middle") + Declared, name: "Consumer");
        Assert.Contains(Finding, (await consumer.DotnetAsync("build")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_whose_models_nobody_scans_fails_until_it_is_allowed()
    {
        var consumer = Consumer("");
        var refused = await consumer.DotnetAsync("build");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Contoso.Signs 1.0.0/contentFiles/any/any/models/signs.onnx : error MODELASSERT1004: ", refused.Output, StringComparison.Ordinal);

        var assets = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(consumer.Folder, "obj", "project.assets.json"), TestContext.Current.CancellationToken))!;
        var hash = (string)assets["libraries"]!["Contoso.Signs/1.0.0"]!["sha512"]!;
        consumer.Write("modelassert.baseline.json", Allowance(hash));
        var allowed = await consumer.DotnetAsync("build");
        Assert.True(allowed.ExitCode == 0, allowed.Output);
        Assert.Contains("Contoso.Signs 1.0.0: its models are accepted until 2999-12-31 (audited)", allowed.Output, StringComparison.Ordinal);

        consumer.Write("modelassert.baseline.json", Allowance("AAAA" + hash[4..]));
        Assert.Equal(1, (await consumer.DotnetAsync("build")).ExitCode);
    }

    private static string Allowance(string hash) => $$"""
        { "packages": [ { "id": "Contoso.Signs", "version": "1.0.0", "sha512": "{{hash}}", "reason": "audited", "expires": "2999-12-31" } ] }
        """;

    private static string Reference(string source, string package) => $"""
        <PropertyGroup><ModelAssertScanPackages>true</ModelAssertScanPackages><RestoreAdditionalProjectSources>{source}</RestoreAdditionalProjectSources></PropertyGroup>
        <ItemGroup><PackageReference Include="{package}" Version="1.0.0" /></ItemGroup>
        """;

    private GateProject Consumer(string body) => new(feed, Reference(package.Source, "Contoso.Signs") + body, name: "Consumer");
}
