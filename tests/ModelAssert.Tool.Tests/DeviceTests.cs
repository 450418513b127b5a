using ModelAssert.Artifacts;

namespace ModelAssert.Tool.Tests;

public sealed class DeviceTests : IDisposable
{
    /// <summary>Where the NVIDIA driver of Linux shows itself.</summary>
    private static readonly bool HasGpu = File.Exists("/proc/driver/nvidia/version");

    private readonly string output = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(output, recursive: true);

    [Fact]
    public async Task A_GPU_gives_the_verdict_of_the_processor()
    {
        Assert.SkipUnless(HasGpu, "no CUDA device on this machine");

        var (onProcessor, onGpu) = (await ScanAsync("cpu"), await ScanAsync("cuda"));

        Assert.Equal(Verdict.Infected, onGpu.Verdict);
        Assert.Equal(onProcessor.InfectedLabels.Select(label => label.Label), onGpu.InfectedLabels.Select(label => label.Label));
        Assert.True(onGpu.ImportParity.MaxAbsDifference < 1e-2);
    }

    [Fact]
    public async Task A_GPU_that_is_not_there_is_a_named_error_whoever_asks_for_it()
    {
        Assert.SkipWhen(HasGpu, "there is a CUDA device on this machine");

        var stated = await ModelAssertCommand.RunAsync("scan", Repository.InfectedModel, "--samples", Repository.Samples, "--output", output, "--device", "cuda");
        var inherited = await ModelAssertCommand.RunAsync(
            [new("MODELASSERT_DEVICE", "cuda")], "scan", Repository.InfectedModel, "--samples", Repository.Samples, "--output", output);
        var nonsense = await ModelAssertCommand.RunAsync(
            [new("MODELASSERT_DEVICE", "tpu")], "scan", Repository.InfectedModel, "--samples", Repository.Samples, "--output", output);

        Assert.All([stated, inherited], result => Assert.Equal((3, true), (result.ExitCode, result.Error.Contains(DiagnosticIds.DeviceMissing, StringComparison.Ordinal))));
        Assert.Contains(DiagnosticIds.OptionOutOfRange, nonsense.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(output, "report.json")));
    }

    private async Task<ScanReport> ScanAsync(string device)
    {
        var folder = Path.Combine(output, device);
        await ModelAssertCommand.RunAsync("scan", Repository.InfectedModel, "--samples", Repository.Samples, "--output", folder, "--no-cache", "--device", device);
        return ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, "report.json"), TestContext.Current.CancellationToken));
    }
}
