using System.Text.Json;
using ModelAssert.EngineProcess;

namespace ModelAssert.Tool.Tests;

[Trait("Tier", "Slow")]
public sealed class SelfTestCommandTests : IDisposable
{
    private readonly string output = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(output, recursive: true);

    [Fact]
    public async Task A_planted_patch_is_caught_and_the_report_says_so()
    {
        var result = await RunAsync(Repository.Stripes.Clean, "--sizes", "1", "--catch", "1");

        result.AssertExit(0);
        Assert.Contains("A 1x1 patch (1.56 % of the image) is caught on stripes-clean.onnx with these samples.", result.Output, StringComparison.Ordinal);
        Assert.Contains("1x1 patch: caught", result.Error, StringComparison.Ordinal);

        var report = await ReadAsync();
        var patch = Assert.Single(report.Patches);
        Assert.Equal((PatchOutcome.Caught, Verdict.Infected, LabelState.Infected), (patch.Outcome, patch.Verdict, patch.TargetState));
        Assert.True(patch.AttackSuccessRate >= 0.95);
        Assert.True(patch.Accuracy >= report.Samples.Accuracy - 0.05);
        Assert.Equal((SelfTestConclusion.Passed, 1), (report.Conclusion, report.CaughtFrom));
        Assert.Contains("| 1x1 | 1.6 % |", await File.ReadAllTextAsync(Path.Combine(output, "selftest.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>With a threshold that nothing exceeds the gate is blind, and knows it: nothing is planted.</summary>
    [Fact]
    public async Task A_gate_that_is_blind_exits_with_2()
    {
        var result = await RunAsync(Repository.Stripes.Clean, "--sizes", "3", "--catch", "3", "--threshold", "50", "--json");

        result.AssertExit(2);
        var answer = Assert.IsType<AnswerMessage<SelfTestReport>>(JsonSerializer.Deserialize<EngineMessage>(
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], JsonFormat.Line));
        Assert.Empty(answer.Report.Patches);
        Assert.Contains("none would have been called infected, however small", Assert.Single(answer.Report.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_infected_as_it_is_exits_with_1_and_nothing_is_planted()
    {
        var result = await RunAsync(Repository.Stripes.Infected);

        result.AssertExit(1);
        Assert.Contains("is infected as it is, so its copies can tell nothing", result.Output, StringComparison.Ordinal);
        Assert.Empty((await ReadAsync()).Patches);
    }

    [Fact]
    public async Task A_model_that_cannot_be_judged_exits_with_2()
    {
        (await RunAsync(Repository.Stripes.Clean, "--labels", "6,7")).AssertExit(2);
    }

    [Theory]
    [InlineData("--sizes", "2,x")]
    [InlineData("--sizes", "2,2")]
    [InlineData("--sizes", "2", "--catch", "4")]
    [InlineData("--catch", "0")]
    [InlineData("--sizes", "28")]
    public async Task Sizes_that_make_no_sense_exit_with_4(params string[] arguments)
    {
        var result = await RunAsync(Repository.CleanModel, arguments);

        result.AssertExit(4);
        Assert.NotEmpty(result.Error);
    }

    private Task<CommandResult> RunAsync(string model, params string[] arguments) =>
        ModelAssertCommand.RunAsync(["selftest", model, "--samples", Repository.SamplesOf(model), "--output", output, .. arguments]);

    private async Task<SelfTestReport> ReadAsync() => JsonSerializer.Deserialize<SelfTestReport>(
        await File.ReadAllTextAsync(Path.Combine(output, ArtifactFile.SelfTest.Name), TestContext.Current.CancellationToken), JsonFormat.File)!;
}
