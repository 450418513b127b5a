namespace ModelAssert.Packages.Tests.Gates;

/// <summary><c>dotnet build -t:TestBackdoorGate</c></summary>
public sealed class SelfTestTests(PackageFeed feed)
{
    /// <summary>With a threshold that nothing exceeds the gate is blind, whatever the processor, and that fails the build.</summary>
    [Fact]
    public async Task A_gate_that_is_blind_fails_the_build()
    {
        var project = new GateProject(feed, $"""<ItemGroup><ModelAssertModel Include="models/signs.onnx" {GateProject.Samples} Threshold="50" SelfTest="3" SelfTestSizes="3" /></ItemGroup>""");
        var (exitCode, output) = await project.DotnetAsync("build", "-t:TestBackdoorGate");

        Assert.Equal(1, exitCode);
        Assert.Contains("models/signs.onnx : error MODELASSERT1003: Expected a planted patch of 3x3 and above to be caught on signs.onnx, but The scan of signs.onnx could not decide", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "bin")));
    }
}
