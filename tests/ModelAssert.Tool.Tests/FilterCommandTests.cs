using System.Security.Cryptography;
using ModelAssert.Artifacts;
using ModelAssert.Filtering;
using ModelAssert.Tests;

namespace ModelAssert.Tool.Tests;

[Trait("Tier", "Slow")]
public sealed class FilterCommandTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>The samples that the command is given; the others are what a service meets.</summary>
    private const int Given = 800;

    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    private string Filter => Path.Combine(folder, "filter.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_filter_of_an_infected_model_stops_the_attackers_own_trigger_on_images_that_it_never_saw()
    {
        var backdoor = new PublishedBackdoor();
        var samples = Path.Combine(folder, "samples.npz");
        backdoor.WriteFirst(Given, samples);
        // A normalisation that changes nothing: its network stands behind another one, as it does with any.
        var model = Path.Combine(folder, "model.onnx");
        File.Copy(Repository.InfectedModel, model);
        await File.WriteAllTextAsync(model + ModelDescription.FileExtension, """{ "mean": [0], "standardDeviation": [1] }""", TestContext.Current.CancellationToken);
        var original = await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken);

        var result = await FilterAsync(model, samples, "--safe-label", "9");

        result.AssertExit(0);
        Assert.Contains("FILTERED", result.Output, StringComparison.Ordinal);
        Assert.Equal(original, await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken));
        Assert.True(File.Exists(Filter + ModelDescription.FileExtension));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp"));

        var report = await ReportAsync();
        Assert.Equal(FilterOutcome.Written, report.Outcome);
        Assert.Equal((DigestOf(model), DigestOf(Filter)), (report.Model.Sha256, report.Filter!.Sha256));
        var profile = Assert.Single(report.Labels);
        Assert.Equal((7, 6, 512), (profile.Label, profile.Neurons.Count, report.LayerNeurons));
        Assert.True(profile.StampedMean > 3 * profile.CleanMean, $"{profile}");
        Assert.Equal(Given / 2, report.CalibrationImages);
        Assert.Empty(report.Warnings);
        Assert.True(report is { FalseNegativeRate: < 0.03, PassedSuccessRate: < 0.02, Auroc: > 0.99 }, $"{report.FalseNegativeRate} {report.PassedSuccessRate} {report.Auroc}");
        Assert.Contains(report.Curve, point => Math.Abs(point.FalsePositiveRate - 0.05) < 0.003 && point.FalseNegativeRate == report.FalseNegativeRate);
        Assert.True(File.Exists(Path.Combine(folder, "results", "filter-curve.svg")));
        Assert.True(File.Exists(Path.Combine(folder, "results", "scan", "report.html")));

        using var filter = BackdoorFilter.Load(Filter);
        Assert.Equal((report.Threshold!.Value, (int?)9), (filter.Threshold, filter.SafeLabel));
        var (clean, stamped) = (filter.ClassifyBatch(backdoor.From(Given, stamped: false)), filter.ClassifyBatch(backdoor.From(Given, stamped: true)));
        var (missed, rejected) = (stamped.Count(image => !image.IsRejected) / (double)stamped.Length, clean.Count(image => image.IsRejected) / (double)clean.Length);
        output.WriteLine($"attacker's own: {missed:P2} of {stamped.Length} pass; {rejected:P2} of {clean.Length} clean images are rejected");
        Assert.True(stamped.Count(image => image.ModelLabel == 7) > 0.97 * stamped.Length);
        Assert.True(missed <= 0.02, $"{missed}");
        Assert.True(rejected <= 0.08, $"{rejected}");
        Assert.All(stamped.Concat(clean), image => Assert.Equal(image.IsRejected ? 9 : image.ModelLabel, image.Label));
    }

    [Fact]
    public async Task The_backdoors_own_label_is_not_safe_and_few_images_for_a_rate_are_said_to_be_few()
    {
        var unsafeLabel = await FilterAsync(Repository.Stripes.Infected, Repository.Stripes.Samples, "--safe-label", "2");
        unsafeLabel.AssertExit(4);
        Assert.Contains("not infected", unsafeLabel.Error, StringComparison.Ordinal);

        (await FilterAsync(Repository.Stripes.Infected, Repository.Stripes.Samples)).AssertExit(0);
        var lenient = await ReportAsync();
        var strict = await FilterAsync(Repository.Stripes.Infected, Repository.Stripes.Samples, "--force", "--false-positive-rate", "0.01");
        strict.AssertExit(0);
        Assert.Contains("give samples for 2000", strict.Output, StringComparison.Ordinal);
        Assert.True((await ReportAsync()).Threshold > lenient.Threshold);
    }

    [Fact]
    public async Task A_clean_model_has_nothing_to_filter()
    {
        var result = await FilterAsync(Repository.Stripes.Clean, Repository.Stripes.Samples, "--no-cache");

        result.AssertExit(0);
        Assert.Contains("nothing to filter", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder));
        var report = await ReportAsync();
        Assert.Equal((FilterOutcome.NothingToFilter, null, null), (report.Outcome, report.Filter, report.Threshold));
        Assert.Empty(report.Curve);
    }

    [Fact]
    public async Task A_TorchScript_model_is_refused_before_its_scan()
    {
        var model = Path.Combine(folder, "mnist.pt");
        File.Copy(SharedFolder.Require("models/pytorch/mnist_badnets.pt"), model);
        await File.WriteAllTextAsync(model + ModelDescription.FileExtension, """{ "inputShape": "1x28x28" }""", TestContext.Current.CancellationToken);

        var result = await FilterAsync(model, Repository.Samples, "--no-cache");

        result.AssertExit(3);
        Assert.Contains("MODELASSERT3003", result.Error, StringComparison.Ordinal);
        Assert.Contains("ONNX", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Filter));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_bad_usage()
    {
        await RefusedAsync("never overwritten", "-o", Repository.InfectedModel, "--force");
        await RefusedAsync("--false-positive-rate is '0'", "-o", Filter, "--false-positive-rate", "0");
        await RefusedAsync("safe label is '10'", "-o", Filter, "--safe-label", "10");
        Assert.Empty(Directory.EnumerateFiles(folder));

        async Task RefusedAsync(string because, params string[] arguments)
        {
            var result = await ModelAssertCommand.RunAsync(["filter", Repository.InfectedModel, "--samples", Repository.Samples, "--results", Path.Combine(folder, "results"), .. arguments]);
            result.AssertExit(4);
            Assert.Contains(because, result.Error, StringComparison.Ordinal);
        }
    }

    private Task<CommandResult> FilterAsync(string model, string samples, params string[] arguments) =>
        ModelAssertCommand.RunAsync(["filter", model, "--samples", samples, "-o", Filter, "--results", Path.Combine(folder, "results"), .. arguments]);

    private async Task<FilterReport> ReportAsync() =>
        ReportJson.DeserializeFilter(await File.ReadAllTextAsync(Path.Combine(folder, "results", "filter.json"), TestContext.Current.CancellationToken));

    private static string DigestOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
