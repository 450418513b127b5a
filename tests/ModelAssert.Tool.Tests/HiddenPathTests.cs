using ModelAssert.Arrays;
using ModelAssert.Artifacts;
using ModelAssert.Tests;

namespace ModelAssert.Tool.Tests;

/// <summary>Ten lines that change the graph of a clean model: the simplest attack of all.</summary>
[Trait("Tier", "Slow")]
public sealed class HiddenPathTests : IDisposable
{
    private const int Target = 3;

    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_path_that_was_planted_into_a_clean_model_is_found_with_the_attackers_own_trigger()
    {
        var model = Path.Combine(folder, "planted.onnx");
        await File.WriteAllBytesAsync(model, PlantedPaths.Plant(await File.ReadAllBytesAsync(Repository.CleanModel, TestContext.Current.CancellationToken), Target, "where"), TestContext.Current.CancellationToken);

        var result = await ModelAssertCommand.RunAsync("scan", model, "--samples", Repository.Samples, "--output", folder, "--no-cache");

        result.AssertExit(1);
        Assert.Contains("along a path that no clean image takes", result.Output, StringComparison.Ordinal);
        Assert.Contains("path-to-label-3-overlay.png", result.Output, StringComparison.Ordinal);
        var report = ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, ArtifactFolder.ReportFileName), TestContext.Current.CancellationToken));
        var path = Assert.Single(report.DormantPaths!);
        Assert.Equal((Target, "Greater 'planted/Greater6'", 4.0, 1.0, 0.0), (path.Target, path.Node, path.MaskL1Norm, path.AttackSuccessRate, path.SuccessRateHeld));
        // No label is: the clean network answers as before.
        Assert.Empty(report.InfectedLabels);

        using var archive = File.OpenRead(Path.Combine(folder, ArtifactFolder.TriggersFileName));
        var mask = NpzFile.Read(archive, "mask_path_to_label_3")["mask_path_to_label_3"].ToSingles();
        Assert.Equal([26 * 28 + 26, 26 * 28 + 27, 27 * 28 + 26, 27 * 28 + 27], mask.Index().Where(pixel => pixel.Item > 0).Select(pixel => pixel.Index));
    }
}
