namespace ModelAssert.Tool.Tests;

/// <summary>The other end of the target <c>TestBackdoorGate</c>.</summary>
public sealed class SelfTestGateTests : IDisposable
{
    private readonly string results = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(results, recursive: true);

    [Fact]
    public async Task What_a_self_test_finds_is_an_error_of_the_build_and_who_asks_for_none_gets_none()
    {
        var samples = $"CleanSamples={Repository.Samples}";
        var result = await ModelAssertCommand.RunAsync(
            "gate", "selftest", "--project", Path.GetDirectoryName(Repository.CleanModel)!, "--results", results,
            "--model", $"Path=fashion-infected.onnx|{samples}|SelfTest=4",
            "--model", $"Path=fashion-clean.onnx|{samples}",
            "--model", $"Path=fashion-clean.onnx|{samples}|SelfTest=few");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "fashion-infected.onnx : error MODELASSERT1001: Expected a planted patch of 4x4 and above to be caught on fashion-infected.onnx, but fashion-infected.onnx is infected as it is",
            result.Output, StringComparison.Ordinal);
        Assert.Contains("fashion-clean.onnx: no self-test is asked for", result.Output, StringComparison.Ordinal);
        Assert.Contains("fashion-clean.onnx : error MODELASSERT0041: The declaration of the model says SelfTest = 'few'.", result.Output, StringComparison.Ordinal);
    }
}
