using ModelAssert.Artifacts;

namespace ModelAssert.Tool.Tests;

/// <summary>The cache with real processes: several at once, killed, lied to.</summary>
[Trait("Tier", "Slow")]
public sealed class CacheTests : IDisposable
{
    /// <summary>As few as have an outlier, of a clean model, whose labels are looked at once.</summary>
    private const string ThreeLabels = "0,2,5";

    /// <summary>Too few for a verdict, and all processes write the same file.</summary>
    private const string OneLabel = "2";

    private const string FiveLabels = "1,2,4,5,6";

    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    private string Cache => Path.Combine(root, "cache");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_second_scan_comes_from_the_cache_and_finds_the_same_and_survives_what_is_done_to_the_files()
    {
        var (cold, coldOutput) = await ScanAsync("cold");
        var (warm, warmOutput) = await ScanAsync("warm");

        Assert.Equal(0, cold.Labels.Count(label => label.Cached));
        Assert.DoesNotContain("from the cache", coldOutput.Output, StringComparison.Ordinal);
        Assert.Equal(3, warm.Labels.Count(label => label.Cached));
        Assert.Contains("3 of 3 labels from the cache", warmOutput.Output, StringComparison.Ordinal);
        // Of eight labels five were not looked at.
        warmOutput.AssertExit(2);
        Assert.Contains("Only 3 of the model's 8 labels were looked at", warmOutput.Output, StringComparison.Ordinal);
        Assert.Equal(Comparable(cold), Comparable(warm));
        Assert.Equal(await BytesAsync("cold", "triggers.npz"), await BytesAsync("warm", "triggers.npz"));

        await EveryFileCorruptedAsync(cold);
    }

    [Fact]
    public async Task Eight_processes_on_one_cold_cache_all_report_the_same_and_leave_no_torn_entry()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ScanAsync($"process{i}", OneLabel)));

        Assert.Single(reports.Select(report => Comparable(report.Report)).Distinct());
        Assert.All(reports, report => Assert.DoesNotContain("MODELASSERT2", report.Command.Error, StringComparison.Ordinal));
        Assert.Single(Directory.GetFiles(Cache));
        (await ModelAssertCommand.RunAsync("cache", "verify", "--cache", Cache)).AssertExit(0);
    }

    [Fact]
    public async Task A_scan_that_was_killed_resumes()
    {
        using (var process = ModelAssertCommand.Start(ScanArguments("killed", FiveLabels)))
        {
            while (Entries().Length < 2)
            {
                Assert.False(process.HasExited);
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var stored = Entries().Length;
        var (resumed, _) = await ScanAsync("resumed", FiveLabels);

        Assert.InRange(stored, 2, 4);
        Assert.Equal(stored, resumed.Labels.Count(label => label.Cached));
        Assert.All(resumed.Labels, label => Assert.Equal(LabelState.Clean, label.State));
    }

    [Fact]
    public async Task A_secret_keeps_entries_out_that_were_written_without_it()
    {
        await ScanAsync("unsealed", OneLabel);
        var result = await ModelAssertCommand.RunAsync(
            new Dictionary<string, string> { ["MODELASSERT_CACHE_KEY"] = "secret" }, ScanArguments("sealed", OneLabel));

        Assert.Contains(DiagnosticIds.CacheEntryForeign, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("from the cache", result.Output, StringComparison.Ordinal);
    }

    /// <summary>One entry after another: it is a miss, and the report stays what it was.</summary>
    private async Task EveryFileCorruptedAsync(ScanReport honest)
    {
        foreach (var (i, entry) in Entries().Index())
        {
            var bytes = await File.ReadAllBytesAsync(entry, TestContext.Current.CancellationToken);
            bytes[bytes.Length / (i + 2)] ^= 0x10;
            await File.WriteAllBytesAsync(entry, bytes, TestContext.Current.CancellationToken);
            (await ModelAssertCommand.RunAsync("cache", "verify", "--cache", Cache)).AssertExit(1);

            var (report, command) = await ScanAsync("corrupted");
            Assert.Equal(2, report.Labels.Count(label => label.Cached));
            Assert.Contains(DiagnosticIds.CacheEntryDamaged, command.Error, StringComparison.Ordinal);
            Assert.Equal(Comparable(honest), Comparable(report));
        }
    }

    private string[] Entries() => Directory.Exists(Cache) ? Directory.GetFiles(Cache, "*.npz") : [];

    private async Task<(ScanReport Report, CommandResult Command)> ScanAsync(string name, string labels = ThreeLabels)
    {
        var result = await ModelAssertCommand.RunAsync(ScanArguments(name, labels));
        Assert.True(File.Exists(Path.Combine(root, name, "report.json")), result.Error);
        return (ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(root, name, "report.json"), TestContext.Current.CancellationToken)), result);
    }

    private string[] ScanArguments(string name, string labels = ThreeLabels) =>
    [
        "scan", Repository.Stripes.Clean, "--samples", Repository.Stripes.Samples, "--labels", labels, "--output", Path.Combine(root, name), "--cache", Cache,
    ];

    private Task<byte[]> BytesAsync(string name, string file) => File.ReadAllBytesAsync(Path.Combine(root, name, file), TestContext.Current.CancellationToken);

    /// <summary>All of a report but what it cost, and which labels were cached.</summary>
    private static string Comparable(ScanReport report) => ReportJson.Serialize(report with
    {
        Timing = new ScanTiming(0, 0),
        Labels = [.. report.Labels.Select(label => label with { Cached = false })],
    });
}
