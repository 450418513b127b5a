namespace ModelAssert.Tool.Tests;

/// <summary>The other end of the target <c>TestBackdoorGate</c>.</summary>
public sealed class SelfTestGateTests : IDisposable
{
    private readonly string results = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(results, recursive: true);

    [Fact]
    public async Task What_a_self_test_finds_is_an_error_of_the_build_and_who_asks_for_none_gets_none()
    {
        var samples = $"CleanSamples={Repository.Stripes.Samples}";
        var result = await ModelAssertCommand.RunAsync(
            "gate", "selftest", "--project", Path.GetDirectoryName(Repository.Stripes.Clean)!, "--results", results,
            "--model", $"Path=stripes-infected.onnx|{samples}|SelfTest=3",
            "--model", $"Path=stripes-clean.onnx|{samples}",
            "--model", $"Path=stripes-clean.onnx|{samples}|SelfTest=few");

        result.AssertExit(1);
        Assert.Contains(
            "stripes-infected.onnx : error MODELASSERT1001: Expected a planted patch of 3x3 and above to be caught on stripes-infected.onnx, but stripes-infected.onnx is infected as it is",
            result.Output, StringComparison.Ordinal);
        Assert.Contains("stripes-clean.onnx: no self-test is asked for", result.Output, StringComparison.Ordinal);
        Assert.Contains("stripes-clean.onnx : error MODELASSERT0041: The declaration of the model says SelfTest = 'few'.", result.Output, StringComparison.Ordinal);
    }
}
