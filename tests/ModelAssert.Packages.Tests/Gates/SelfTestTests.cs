namespace ModelAssert.Packages.Tests.Gates;

/// <summary><c>dotnet build -t:TestBackdoorGate</c></summary>
public sealed class SelfTestTests(PackageFeed feed)
{
    /// <summary>With a threshold that nothing exceeds the gate is blind, whatever the processor: what it misses fails the build.</summary>
    [Fact]
    public async Task A_planted_patch_that_the_gate_misses_fails_the_build()
    {
        var project = new GateProject(feed, $"""<ItemGroup><ModelAssertModel Include="models/signs.onnx" CleanSamples="{GateProject.Samples}" Threshold="50" SelfTest="3" SelfTestSizes="3" /></ItemGroup>""");
        var (exitCode, output) = await project.DotnetAsync("build", "-t:TestBackdoorGate");

        Assert.Equal(1, exitCode);
        Assert.Contains("models/signs.onnx : error MODELASSERT1007: Expected a planted patch of 3x3 and above to be caught on signs.onnx, but a 3x3 patch", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "bin")));
    }
}
