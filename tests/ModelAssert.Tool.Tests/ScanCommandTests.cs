using System.Text.Json;
using ModelAssert.Artifacts;
using ModelAssert.EngineProcess;

namespace ModelAssert.Tool.Tests;

[Trait("Tier", "Slow")]
public sealed class ScanCommandTests : IDisposable
{
    private readonly string output = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(output, recursive: true);

    [Fact]
    public async Task An_infected_model_exits_with_1_and_leaves_its_trigger_on_disk()
    {
        var userCache = Directory.CreateDirectory(Path.Combine(output, "user-cache"));
        var result = await ModelAssertCommand.RunAsync(
            [new("XDG_CACHE_HOME", userCache.FullName)], "scan", Repository.InfectedModel, "--samples", Repository.Samples, "--output", output, "--no-cache");

        result.AssertExit(1);
        // Where ONNX Runtime would keep a device id and the events that it sends home.
        Assert.Empty(userCache.EnumerateFileSystemInfos());
        Assert.Contains("INFECTED", result.Output, StringComparison.Ordinal);
        Assert.Contains("label-007-overlay.png", result.Output, StringComparison.Ordinal);

        var report = ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(output, "report.json"), TestContext.Current.CancellationToken));
        var infected = Assert.Single(report.InfectedLabels);
        Assert.Equal(7, infected.Label);
        Assert.True(infected.AnomalyIndex > 2);
        Assert.True(infected.AttackSuccessRate > 0.9);
        Assert.True(report.ImportParity.MaxAbsDifference < 1e-3);
        Assert.Equal(1000, report.Samples.Count);
        Assert.Equal((512, 6), (infected.Activation!.Neurons, infected.Activation.Top));
        Assert.True(infected.Activation.Stamped > 3 * infected.Activation.Clean, $"{infected.Activation}");
        Assert.All(report.Labels.Where(label => label.State == LabelState.Clean), label => Assert.Null(label.Activation));
        Assert.All(infected.TriggerFiles!.All(), file => Assert.True(File.Exists(Path.Combine(output, file)), file));

        // Where the attacker put it, rows and columns 23 to 26, with the pixels around it: most of the reversed mask.
        using var archive = File.OpenRead(Path.Combine(output, "triggers.npz"));
        var mask = Arrays.NpzFile.Read(archive, "mask_007")["mask_007"].ToSingles();
        Assert.True(Enumerable.Range(0, 784).Where(i => i / 28 >= 22 && i % 28 >= 22).Sum(i => mask[i]) > 0.5 * mask.Sum());
    }

    [Fact]
    public async Task A_clean_model_exits_with_0_and_the_same_scan_gives_the_same_report()
    {
        var first = await ScanCleanAsync();
        var second = await ScanCleanAsync();

        first.AssertExit(0);
        Assert.Equal(WithoutTiming(first.Output), WithoutTiming(second.Output));

        Task<CommandResult> ScanCleanAsync() => ModelAssertCommand.RunAsync(
            "scan", Repository.Stripes.Clean, "--samples", Repository.Stripes.Samples, "--output", output, "--no-cache", "--json");

        static string WithoutTiming(string lines) =>
            ReportJson.Serialize(ReportOf(lines).Report with { Timing = new ScanTiming(0, 0) });
    }

    [Fact]
    public async Task Too_few_labels_exit_with_2()
    {
        var result = await ModelAssertCommand.RunAsync(
            "scan", Repository.Stripes.Clean, "--samples", Repository.Stripes.Samples, "--output", output, "--labels", "6,7", "--no-cache", "--json");

        result.AssertExit(2);
        Assert.Equal(Verdict.Inconclusive, ReportOf(result.Output).Report.Verdict);
    }

    [Fact]
    public async Task A_time_limit_ends_a_scan_without_a_verdict_and_names_what_is_missing()
    {
        var result = await ModelAssertCommand.RunAsync(
            "scan", Repository.Stripes.Infected, "--samples", Repository.Stripes.Samples, "--output", output, "--no-cache", "--json", "--time-limit", "0.01", "--profile", "paper-lowcost");

        result.AssertExit(2);
        var report = ReportOf(result.Output).Report;
        Assert.Equal(4, report.Reasons.Count);
        Assert.Contains("The time limit ran out before label 0, 1, 2,", report.Reasons[0], StringComparison.Ordinal);
        Assert.Contains("before a trigger was looked for that gives every label another", report.Reasons[1], StringComparison.Ordinal);
        Assert.Contains("before a warp of the whole image was looked for", report.Reasons[2], StringComparison.Ordinal);
        Assert.Contains("before a pattern of the whole image was looked for", report.Reasons[3], StringComparison.Ordinal);
        Assert.All(report.Labels, label => Assert.Equal(LabelStop.TimeLimit, label.Stopped));
        Assert.Equal((ScanProfile.PaperLowCost, 0.01), (report.Options.Profile, report.Options.TimeLimit!.Value.TotalSeconds));
    }

    [Fact]
    public async Task The_summary_is_appended_to_the_page_of_a_job()
    {
        var page = Path.Combine(output, "job.md");
        await File.WriteAllTextAsync(page, "before\n", TestContext.Current.CancellationToken);
        await ScanFewLabelsAsync(page);

        var summary = await File.ReadAllTextAsync(Path.Combine(output, "summary.md"), TestContext.Current.CancellationToken);
        Assert.Equal($"before\n{summary}\n", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_job_page_that_cannot_be_written_costs_no_verdict()
    {
        var result = await ScanFewLabelsAsync(Path.Combine(output, "no", "such", "folder", "job.md"));

        result.AssertExit(2);
        Assert.Contains("GITHUB_STEP_SUMMARY", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--time-limit", "0")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--threads", "0")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--mean", "a")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--threshold", "high")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--threshold", "-1")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--labels", "1,x")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--labels", "1,1")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--input-range", "1..0")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--profile", "slow")]
    [InlineData("scan", "model.onnx", "--samples", "s.npz", "--frobnicate")]
    [InlineData("dance")]
    public async Task Bad_usage_exits_with_4(params string[] arguments)
    {
        var result = await ModelAssertCommand.RunAsync(arguments);

        result.AssertExit(4);
        Assert.NotEmpty(result.Error);
    }

    private Task<CommandResult> ScanFewLabelsAsync(string jobPage) => ModelAssertCommand.RunAsync(
        [new("GITHUB_STEP_SUMMARY", jobPage)], "scan", Repository.Stripes.Clean, "--samples", Repository.Stripes.Samples, "--output", output, "--labels", "6,7");

    private static AnswerMessage<ScanReport> ReportOf(string lines)
    {
        var messages = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<EngineMessage>(line, JsonFormat.Line)).ToList();
        Assert.Contains(messages, message => message is ProgressMessage { Progress.Stage: ScanStage.Checked });
        return Assert.IsType<AnswerMessage<ScanReport>>(messages[^1]);
    }
}
