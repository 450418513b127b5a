using ModelAssert.Arrays;
using ModelAssert.Artifacts;
using ModelAssert.Tests;

namespace ModelAssert.Tool.Tests;

/// <summary>Ten lines that change the graph of a clean model: the simplest attack of all.</summary>
[Trait("Tier", "Slow")]
public sealed class HiddenPathTests : IDisposable
{
    private const int Target = 3;

    private const string Reason = "it has a hidden path to label 3, at Greater 'planted/Greater6', which other weights would leave where it is";

    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_path_that_was_planted_into_a_clean_model_is_found_with_the_attackers_own_trigger()
    {
        var model = await PlantAsync(Repository.CleanModel);

        var result = await ModelAssertCommand.RunAsync("scan", model, "--samples", Repository.Samples, "--output", folder, "--no-cache");

        result.AssertExit(1);
        Assert.Contains("along a path that no clean image takes", result.Output, StringComparison.Ordinal);
        Assert.Contains("path-to-label-3-overlay.png", result.Output, StringComparison.Ordinal);
        var report = ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, ArtifactFile.Report.Name), TestContext.Current.CancellationToken));
        var path = Assert.Single(report.DormantPaths!);
        Assert.Equal((Target, "Greater 'planted/Greater6'", 4.0, 1.0, 0.0), (path.Target, path.Node, path.MaskL1Norm, path.AttackSuccessRate, path.SuccessRateHeld));
        // What the search found is proposed to the triggers of labels: no gradient leads there.
        var label = Assert.Single(report.InfectedLabels);
        Assert.Equal((Target, 4.0, "The trigger was found by the search for hidden paths."), (label.Label, label.MaskL1Norm, label.Origin));

        using var archive = File.OpenRead(Path.Combine(folder, ArtifactFile.Triggers.Name));
        var mask = NpzFile.Read(archive, "mask_path_to_label_3")["mask_path_to_label_3"].ToSingles();
        Assert.Equal([26 * 28 + 26, 26 * 28 + 27, 27 * 28 + 26, 27 * 28 + 27], mask.Index().Where(pixel => pixel.Item > 0).Select(pixel => pixel.Index));
    }

    [Fact]
    public async Task It_is_beyond_repair_and_beyond_a_filter()
    {
        var model = await PlantAsync(Repository.Stripes.Clean);

        var repair = await ModelAssertCommand.RunAsync("repair", model, "--samples", Repository.Stripes.Samples, "-o", Path.Combine(folder, "repaired.onnx"), "--results", folder);
        repair.AssertExit(1);
        Assert.Contains(Reason, repair.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "repaired.onnx")));

        var filter = await ModelAssertCommand.RunAsync("filter", model, "--samples", Repository.Stripes.Samples, "-o", Path.Combine(folder, "filter.onnx"), "--results", folder);
        filter.AssertExit(3);
        Assert.Contains($"{DiagnosticIds.FilterImpossible}: ", filter.Error.Replace("[/]", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(Reason, filter.Error, StringComparison.Ordinal);
    }

    private async Task<string> PlantAsync(string cleanModel)
    {
        var model = Path.Combine(folder, "planted.onnx");
        var clean = await File.ReadAllBytesAsync(cleanModel, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(model, PlantedPaths.Plant(clean, Target, "where"), TestContext.Current.CancellationToken);
        return model;
    }
}
