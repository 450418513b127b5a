using System.Diagnostics;
using System.Text.Json;
using ModelAssert.EngineProcess;

namespace ModelAssert.Tool.Tests;

/// <summary>The fronts' client against the real engine process.</summary>
[Trait("Tier", "Slow")]
public sealed class EngineClientTests : IDisposable
{
    private readonly string output = Directory.CreateTempSubdirectory("modelassert-test-").FullName;
    private readonly EngineClient client = EngineClient.For(new EngineLocation(Repository.Engine, null));

    public void Dispose()
    {
        client.Dispose();
        Directory.Delete(output, recursive: true);
    }

    [Fact]
    public async Task Several_scans_are_answered_by_one_process_with_progress()
    {
        var progress = new ProcessIds();
        var first = await ScanAsync(Request(Repository.Stripes.Infected), progress);
        var second = await ScanAsync(Request(Repository.Stripes.Clean), progress);

        Assert.Equal(Verdict.Infected, first.Verdict);
        Assert.Equal(Verdict.Clean, second.Verdict);
        Assert.Equal(Path.Combine(output, "report.html"), first.ReportPath);
        Assert.True(File.Exists(Path.Combine(output, "report.json")));
        Assert.Equal(8 + 8, progress.FinishedLabels);
        Assert.Single(progress.Engines);
    }

    [Fact]
    public async Task An_error_of_the_engine_arrives_with_its_code_and_the_next_scan_goes_on()
    {
        var error = await Assert.ThrowsAsync<ModelAssertException>(() => ScanAsync(Request("/none.onnx")));
        Assert.Equal(DiagnosticIds.ModelMissing, error.Id);

        Assert.Equal(Verdict.Clean, (await ScanAsync(Request(Repository.Stripes.Clean))).Verdict);
    }

    [Fact]
    public async Task A_killed_engine_is_a_named_error_and_the_next_scan_gets_a_new_one()
    {
        var error = await Assert.ThrowsAsync<ModelAssertException>(() => ScanAsync(Request(Repository.Stripes.Clean), new SendsSignal("KILL")));
        Assert.Equal(DiagnosticIds.EngineFailed, error.Id);

        Assert.Equal(Verdict.Clean, (await ScanAsync(Request(Repository.Stripes.Clean))).Verdict);
    }

    [Fact]
    public async Task A_self_test_is_answered_with_its_own_report()
    {
        var progress = new ProcessIds();
        var report = await client.RunAsync(new SelfTestJob(Request(Repository.Stripes.Infected), new SelfTestOptions { Catch = 3 }), progress, TestContext.Current.CancellationToken);

        Assert.Equal((Verdict.Infected, SelfTestConclusion.ModelInfected, 3), (report.Verdict, report.Conclusion, report.Catch));
        Assert.Equal(Path.Combine(output, "selftest.json"), report.ReportPath);
        Assert.True(File.Exists(report.ReportPath));
        Assert.Contains("is infected as it is", File.ReadLines(Path.Combine(output, "progress.txt")).Last(), StringComparison.Ordinal);
        Assert.Equal(Verdict.Clean, (await ScanAsync(Request(Repository.Stripes.Clean))).Verdict);
    }

    [Fact]
    public async Task A_repair_is_answered_with_its_own_report_and_its_error_with_its_code()
    {
        var job = new RepairJob(
            Request(Repository.Stripes.Infected), Path.Combine(output, "repaired.onnx"), new RepairOptions { Method = RepairMethod.Prune, MaximumRounds = 1 }, Overwrite: false);
        var progress = new ProcessIds();

        var report = await client.RunAsync(job, progress, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<ModelAssertException>(() => client.RunAsync(job, null, TestContext.Current.CancellationToken));

        Assert.Equal(RepairOutcome.Repaired, report.Outcome);
        Assert.Equal(job.OutputPath, report.Repaired!.Path);
        Assert.Equal(Path.Combine(output, "repair.json"), report.ReportPath);
        Assert.Equal(8 + 8, progress.FinishedLabels);
        Assert.Contains("repaired: pruning the second-to-last layer: ", File.ReadLines(Path.Combine(output, "progress.txt")).Last(), StringComparison.Ordinal);
        Assert.Equal((DiagnosticIds.OptionOutOfRange, "The output exists."), (error.Id, error.Cause));
        Assert.Equal(report.After!.AnomalyIndex, (await ScanAsync(job.Scan with { ModelPath = job.OutputPath })).AnomalyIndex);
    }

    [Fact]
    public async Task A_repair_that_is_cancelled_writes_no_model()
    {
        using var cancellation = new CancellationTokenSource();
        var job = new RepairJob(Request(Repository.Stripes.Infected), Path.Combine(output, "repaired.onnx"), new RepairOptions(), Overwrite: false);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.RunAsync(
            job, new Hears(ScanStage.Repairing, cancellation.Cancel), cancellation.Token));

        Assert.DoesNotContain(Directory.EnumerateFiles(output), file => file.Contains("repaired.onnx", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelling_ends_the_engine_at_once()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new ProcessIds(onReversing: cancellation.Cancel);
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.RunAsync(new ScanJob(Request(Repository.CleanModel, ScanProfile.Paper)), progress, cancellation.Token));

        while (EngineProcesses().Length > 0 && clock.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(EngineProcesses());
    }

    [Fact]
    public async Task An_engine_that_is_not_there_is_a_named_error()
    {
        var missing = EngineClient.For(new EngineLocation(Path.Combine(output, "modelassert.dll"), null));

        Assert.Equal(DiagnosticIds.EngineMissing, (await Assert.ThrowsAsync<ModelAssertException>(() => missing.RunAsync(new ScanJob(Request("m")), null, TestContext.Current.CancellationToken))).Id);
    }

    [Fact]
    public async Task Another_program_in_the_engines_place_is_a_named_error()
    {
        var other = EngineClient.For(new EngineLocation(typeof(EngineClientTests).Assembly.Location, null));

        Assert.Equal(DiagnosticIds.EngineFailed, (await Assert.ThrowsAsync<ModelAssertException>(() => other.RunAsync(new ScanJob(Request("m")), null, TestContext.Current.CancellationToken))).Id);
    }

    [Fact]
    public async Task An_engine_that_hangs_is_a_named_error()
    {
        client.SilenceLimit = TimeSpan.FromSeconds(3);
        try
        {
            var error = await Assert.ThrowsAsync<ModelAssertException>(() => ScanAsync(Request(Repository.Stripes.Clean), new SendsSignal("STOP")));

            Assert.Equal(DiagnosticIds.EngineFailed, error.Id);
            Assert.Contains("said nothing", error.Cause, StringComparison.Ordinal);
        }
        finally
        {
            client.SilenceLimit = TimeSpan.FromMinutes(10);
        }
    }

    /// <summary>When a test host dies, in whatever way, its end of the pipe closes.</summary>
    [Fact]
    public async Task The_engine_ends_in_the_middle_of_a_scan_when_its_input_does()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["exec", Repository.Engine, "serve"])
            start.ArgumentList.Add(argument);
        using var engine = Process.Start(start)!;
        Assert.Contains("hello", await engine.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var request = JsonSerializer.Serialize(EngineRequest.Of(1, new ScanJob(Request(Repository.CleanModel, ScanProfile.Paper))), JsonFormat.Line);
        await engine.StandardInput.WriteLineAsync(request);
        string? line;
        do
            line = await engine.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line?.Contains("reversing", StringComparison.Ordinal) is false);

        engine.StandardInput.Close();

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        _ = engine.StandardOutput.ReadToEndAsync(deadline.Token);
        await engine.WaitForExitAsync(deadline.Token);
    }

    private Task<ScanReport> ScanAsync(ScanRequest request, IProgress<ScanProgress>? progress = null) =>
        client.RunAsync(new ScanJob(request), progress, TestContext.Current.CancellationToken);

    private ScanRequest Request(string model, ScanProfile profile = ScanProfile.Fast) =>
        new(model, Repository.SamplesOf(model), output, new ScanOptions { Profile = profile });

    /// <summary>The engines that this process has started.</summary>
    private static int[] EngineProcesses() =>
        [.. Process.GetProcessesByName("dotnet").Where(process => IsOurEngine(process.Id)).Select(process => process.Id)];

    private static bool IsOurEngine(int id)
    {
        try
        {
            var parent = File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            return parent == Environment.ProcessId.ToString() && File.ReadAllText($"/proc/{id}/cmdline").Contains("serve", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has just ended.
            return false;
        }
    }

    private sealed class ProcessIds(Action? onReversing = null) : IProgress<ScanProgress>
    {
        public HashSet<int> Engines { get; } = [];

        public int FinishedLabels { get; private set; }

        public void Report(ScanProgress value)
        {
            if (value.Stage == ScanStage.Reversed)
            {
                FinishedLabels++;
                Engines.UnionWith(EngineProcesses());
            }
            else if (value.Stage == ScanStage.Reversing)
            {
                onReversing?.Invoke();
            }
        }
    }

    private sealed class Hears(ScanStage stage, Action act) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value)
        {
            if (value.Stage == stage)
                act();
        }
    }

    private sealed class SendsSignal(string signal) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value)
        {
            foreach (var id in EngineProcesses())
                Process.Start("kill", ["-" + signal, id.ToString()]).WaitForExit();
        }
    }
}
