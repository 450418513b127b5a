using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using ModelAssert.Artifacts;
using ModelAssert.EngineProcess;

namespace ModelAssert.Tool.Tests;

[Trait("Tier", "Slow")]
public sealed class RepairCommandTests(ITestOutputHelper output) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    private string Repaired => Path.Combine(folder, "repaired.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("unlearn", MitigationKind.Unlearning)]
    [InlineData("prune", MitigationKind.PenultimatePruning)]
    public async Task An_infected_model_is_repaired_and_the_attackers_own_trigger_fails(string method, MitigationKind kept)
    {
        var original = await File.ReadAllBytesAsync(Repository.InfectedModel, TestContext.Current.CancellationToken);

        var result = await RepairAsync(Repository.InfectedModel, "--method", method);

        result.AssertExit(0);
        Assert.Contains("REPAIRED", result.Output, StringComparison.Ordinal);
        Assert.Equal(original, await File.ReadAllBytesAsync(Repository.InfectedModel, TestContext.Current.CancellationToken));
        var backdoor = new PublishedBackdoor();
        var (before, after) = (backdoor.Measure(Repository.InfectedModel), backdoor.Measure(Repaired));
        output.WriteLine($"{method}: before {before}, after {after}");
        Assert.True(before.AttackSuccessRate > 0.97, $"{before}");
        Assert.True(after.AttackSuccessRate < 0.05, $"{after}");
        Assert.True(after.TrueLabelAccuracy > 0.75, $"{after}");
        Assert.True(after.CleanAccuracy > before.CleanAccuracy - new RepairOptions().MaximumAccuracyLoss, $"{after}");

        var report = await ReportAsync();
        Assert.Equal((RepairOutcome.Repaired, kept), (report.Outcome, report.Mitigation));
        Assert.Equal([7], report.Labels);
        Assert.Equal((DigestOf(Repository.InfectedModel), DigestOf(Repaired)), (report.Original.Sha256, report.Repaired!.Sha256));
        Assert.Equal((Verdict.Infected, Verdict.Clean), (report.Before.Verdict, report.After!.Verdict));
        Assert.True(Assert.Single(report.Before.Triggers).AttackSuccessRate > 0.9);
        Assert.True(Assert.Single(report.After.Triggers).AttackSuccessRate <= 0.05);
        Assert.Equal(4, report.After.UnseenTriggers.Count);
        Assert.All(report.After.UnseenTriggers, effect => Assert.True(effect is { Label: 7, AttackSuccessRate: <= 0.05 }, $"{effect}"));
        Assert.True(Assert.Single(report.Before.Resistance) is { Label: 7, NormToMedian: < 0.25 }, $"{report.Before.Weakest}");
        Assert.True(Assert.Single(report.After.Resistance) is { Label: 7, NormToMedian: >= RepairOptions.MinimumResistance }, $"{report.After.Weakest}");
        Assert.Equal(500, report.Samples.HeldOut);
        var pruned = report.Attempts.SelectMany(attempt => attempt.Rounds).SelectMany(round => round.Curves ?? []).ToList();
        Assert.All(pruned, curve => Assert.Equal(Math.Round((double)curve.Pruned / curve.Neurons, 6), Math.Round(curve.Points[^1].PrunedShare, 6)));
        Assert.Equal(method == "prune", pruned.Count > 0);
        // Its triggers fail too, and its label resists less than it must.
        Assert.All(
            report.Attempts.Where(attempt => attempt.Mitigation == MitigationKind.LastConvolutionPruning),
            attempt => Assert.Contains("half of the images still go to label 7", attempt.Reason, StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder, "results", "before", "report.html")));
        Assert.True(File.Exists(Path.Combine(folder, "results", "after", "report.html")));
        Assert.False(Directory.Exists(Path.Combine(folder, "results", "drafts")));
        Assert.Equal(InterfaceOf(Repository.InfectedModel), InterfaceOf(Repaired));
    }

    [Fact]
    public async Task A_clean_model_is_left_alone()
    {
        var result = await RepairAsync(Repository.Stripes.Clean);

        result.AssertExit(0);
        Assert.Contains("left alone", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Repaired));
        var report = await ReportAsync();
        Assert.Equal(RepairOutcome.NothingToRepair, report.Outcome);
        Assert.Null(report.Repaired);
        Assert.Empty(report.Attempts);
    }

    [Fact]
    public async Task Its_scans_are_asked_what_the_options_say()
    {
        var result = await RepairAsync(Repository.Stripes.Clean, "--source-specific", "screened", "--time-limit", "500", "--no-cache");

        result.AssertExit(0);
        var before = ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, "results", "before", "report.json"), TestContext.Current.CancellationToken));
        Assert.Equal((SourceSpecificScan.Screened, TimeSpan.FromSeconds(500)), (before.Options.SourceSpecific, before.Options.TimeLimit));
        Assert.Equal(8 * 7, before.Pairs!.Count);
    }

    [Fact]
    public async Task A_program_gets_progress_and_the_report_as_lines()
    {
        var repair = await RepairAsync(Repository.Stripes.Infected, "--method", "unlearn", "--json", "--no-cache");
        var refused = await RepairAsync(Repository.Stripes.Infected, "--json");

        repair.AssertExit(0);
        var messages = MessagesOf(repair);
        Assert.Equal(
            [ScanStage.Checked, ScanStage.Detecting, ScanStage.Reversing, ScanStage.Reversed, ScanStage.Restarting, ScanStage.Repairing, ScanStage.RepairStep],
            messages.OfType<ProgressMessage>().Select(message => message.Progress.Stage).Distinct());
        Assert.Contains(messages.OfType<ProgressMessage>(), message => message.Progress.Message == "unlearning, round 1: label 2");
        var answer = Assert.IsType<AnswerMessage<RepairReport>>(messages[^1]);
        Assert.Equal(Path.Combine(folder, "results"), answer.Folder);
        Assert.Equal(ReportJson.Serialize(await ReportAsync()), ReportJson.Serialize(answer.Report));
        await AssertScannedAsReportedAsync(answer.Report, Repaired);
        Assert.Equal((4, DiagnosticIds.OptionOutOfRange), (refused.ExitCode, Assert.IsType<ErrorMessage>(Assert.Single(MessagesOf(refused))).Code));
    }

    [Fact]
    public async Task What_cannot_be_repaired_is_not_written()
    {
        // Steps that take the network apart.
        var result = await RepairAsync(Repository.Stripes.Infected, "--max-accuracy-loss", "0", "--rounds", "1", "--learning-rate", "1", "--method", "unlearn");

        result.AssertExit(1);
        Assert.Contains("NOT REPAIRED", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder));
        var report = await ReportAsync();
        Assert.Equal(RepairOutcome.NotRepaired, report.Outcome);
        Assert.Contains("accuracy on held-out samples fell", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TorchScript_model_is_repaired_in_its_own_format()
    {
        var model = Path.Combine(folder, "stripes.pt");
        StripeModel.WriteScript(model);
        await File.WriteAllTextAsync(model + ModelDescription.FileExtension, """{ "inputShape": "1x8x8", "inputRange": "0..1" }""", TestContext.Current.CancellationToken);
        var repaired = Path.Combine(folder, "stripes-repaired.pt");

        var result = await ModelAssertCommand.RunAsync(
            "repair", model, "--samples", Repository.Stripes.Samples, "-o", repaired, "--results", Path.Combine(folder, "results"), "--no-cache", "--method", "unlearn");

        result.AssertExit(0);
        var report = await ReportAsync();
        Assert.Equal((RepairOutcome.Repaired, DigestOf(repaired)), (report.Outcome, report.Repaired!.Sha256));
        Assert.Equal([StripeModel.Target], report.Labels);
        Assert.True(File.Exists(repaired + ModelDescription.FileExtension));
        await AssertScannedAsReportedAsync(report, repaired);
        var inspected = await ModelAssertCommand.RunAsync("inspect", repaired);
        inspected.AssertExit(0);
        Assert.Contains("TorchScript", inspected.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_and_what_exists_are_not_overwritten()
    {
        var model = Path.Combine(folder, "model.onnx");
        File.Copy(Repository.InfectedModel, model);
        await File.WriteAllTextAsync(Repaired, "mine", TestContext.Current.CancellationToken);
        var copy = Path.Combine(folder, "copy.onnx");
        File.Copy(model, copy);

        await RefusedAsync("never overwritten", "-o", model, "--force");
        await RefusedAsync("--force", "-o", Repaired);
        await RefusedAsync("or a copy of it", "-o", copy, "--force");
        await RefusedAsync("is a folder", "-o", folder, "--force");
        await RefusedAsync("'mend' is not", "-o", Path.Combine(folder, "other.onnx"), "--method", "mend");
        Assert.Equal("mine", await File.ReadAllTextAsync(Repaired, TestContext.Current.CancellationToken));

        async Task RefusedAsync(string because, params string[] arguments)
        {
            var result = await ModelAssertCommand.RunAsync(["repair", model, "--samples", Repository.Samples, .. arguments]);
            result.AssertExit(4);
            Assert.Contains(because, result.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>What a repair says of the repaired file is what a scan of it says.</summary>
    private async Task AssertScannedAsReportedAsync(RepairReport report, string repaired)
    {
        var scan = await ModelAssertCommand.RunAsync("scan", repaired, "--samples", Repository.Stripes.Samples, "--output", Path.Combine(folder, "scan"), "--no-cache");
        scan.AssertExit(0);
        var scanned = ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, "scan", "report.json"), TestContext.Current.CancellationToken));
        Assert.Equal((Verdict.Clean, report.After!.AnomalyIndex), (scanned.Verdict, scanned.AnomalyIndex));
    }

    private Task<CommandResult> RepairAsync(string model, params string[] arguments) => ModelAssertCommand.RunAsync(
        ["repair", model, "--samples", Repository.SamplesOf(model), "-o", Repaired, "--results", Path.Combine(folder, "results"), .. arguments]);

    private async Task<RepairReport> ReportAsync() =>
        ReportJson.DeserializeRepair(await File.ReadAllTextAsync(Path.Combine(folder, "results", "repair.json"), TestContext.Current.CancellationToken));

    private static EngineMessage[] MessagesOf(CommandResult result) =>
        [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<EngineMessage>(line, JsonFormat.Line)!)];

    /// <summary>The names, types and shapes that whoever runs a model relies on.</summary>
    private static IEnumerable<string> InterfaceOf(string model)
    {
        using var session = new InferenceSession(model);
        return [.. session.InputMetadata.Concat(session.OutputMetadata).Select(entry => $"{entry.Key}: {entry.Value.ElementDataType} [{string.Join(',', entry.Value.Dimensions)}]")];
    }

    private static string DigestOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
