using ModelAssert.Artifacts;

namespace ModelAssert.Tool.Tests.NativeMemory;

public sealed class RestlessCollectorTests : IDisposable
{
    private readonly string output = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(output, recursive: true);

    /// <summary>A busy machine in small: what nobody holds is finalized at once, and glibc overwrites what is freed.</summary>
    [Fact]
    public async Task A_collector_that_never_rests_changes_nothing()
    {
        var calm = await ScanAsync();
        var restless = await ScanAsync(
            new("DOTNET_STARTUP_HOOKS", typeof(RestlessCollectorTests).Assembly.Location), new("DOTNET_TieredCompilation", "0"), new("MALLOC_PERTURB_", "165"));

        Assert.Equal(calm, restless);
    }

    private async Task<string> ScanAsync(params KeyValuePair<string, string>[] environment)
    {
        // Two labels are too few for a verdict, and enough for all that a scan computes.
        var result = await ModelAssertCommand.RunAsync(
            environment, "scan", Repository.InfectedModel, "--samples", Repository.Samples, "--output", output, "--labels", "7,8", "--no-cache", "--max-samples", "300");
        result.AssertExit(2);

        var report = await File.ReadAllTextAsync(Path.Combine(output, "report.json"), TestContext.Current.CancellationToken);
        return ReportJson.Serialize(ReportJson.Deserialize(report) with { Timing = new ScanTiming(0, 0) });
    }
}
