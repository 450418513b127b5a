using ModelAssert.Arrays;
using ModelAssert.Artifacts;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.Tests.Support;
using ModelAssert.EngineProcess;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelAssert.Engine.Tests.Scanning;

public class ModuleScanTests
{
    private static readonly ImageShape Shape = new(1, 8, 8);

    [Fact]
    public async Task A_module_of_this_process_gets_the_report_and_the_artifacts_of_any_other_model()
    {
        using var folder = new TemporaryFolder();
        using var module = Rows();
        var project = new ProjectSettings(folder.Path, new EngineLocation("", null), []);
        WriteSamples(folder);
        var model = ModuleScan.Describe("rows", module, Shape, "clean.npz", new ScanOptions { Description = new ModelDescription { LabelNames = ["first", "2", "3", "4", "5", "6", "7", "8"] } }, project);
        var stages = new List<ScanStage>();

        var report = await model.ScanAsync(new Progress(stages.Add), TestContext.Current.CancellationToken);

        Assert.Equal(Verdict.Clean, report.Verdict);
        Assert.Equal(("rows", "first", 64), (report.Model.Path, report.Labels[0].Name, report.Model.Sha256.Length));
        Assert.Contains(ScanStage.Reversed, stages);
        var written = Path.Combine(folder.Path, "TestResults", "ModelAssert", "rows");
        Assert.Equal(Path.Combine(written, ArtifactFile.Page.Name), report.ReportPath);
        Assert.Equal(Verdict.Clean, ReportJson.Deserialize(await File.ReadAllTextAsync(Path.Combine(written, ArtifactFile.Report.Name), TestContext.Current.CancellationToken)).Verdict);
        Assert.True(module.training);
        Assert.Same(report, await model.ScanAsync(null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Other_weights_are_another_model()
    {
        using var folder = new TemporaryFolder();
        WriteSamples(folder);
        var project = new ProjectSettings(folder.Path, new EngineLocation("", null), []);
        var digests = new List<string>();
        foreach (var scale in (float[])[4, 4, 5])
        {
            using var module = Rows(scale);
            var report = await ModuleScan.Describe("rows", module, Shape, "clean.npz", new ScanOptions { Labels = [0, 1, 2] }, project).ScanAsync(null, TestContext.Current.CancellationToken);
            digests.Add(report.Model.Sha256);
        }

        Assert.Equal(digests[0], digests[1]);
        Assert.NotEqual(digests[0], digests[2]);
    }

    [Fact]
    public async Task One_that_cannot_be_scanned_is_inconclusive_by_name()
    {
        using var folder = new TemporaryFolder();
        using var module = Sequential(("flatten", Flatten()), ("head", Linear(9, 8)));
        var model = ModuleScan.Describe("rows", module, Shape, "clean.npz", project: new ProjectSettings(folder.Path, new EngineLocation("", null), []));

        Assert.Equal(DiagnosticIds.ModelNotAClassifier, (await Assert.ThrowsAsync<ScanNotRunException>(() => model.ScanAsync(null, TestContext.Current.CancellationToken))).Id);
    }

    /// <summary>Tells apart images by their bright row, as <see cref="StripeNetwork"/> without a backdoor does.</summary>
    private static TorchSharp.Modules.Sequential Rows(float scale = 4)
    {
        var rows = Linear(64, 8, hasBias: false);
        using (torch.no_grad())
        using (torch.NewDisposeScope())
            rows.weight.copy_(torch.eye(8).repeat_interleave(8, 1).Times(scale / 8));
        return Sequential(("flatten", Flatten()), ("rows", rows));
    }

    private static void WriteSamples(TemporaryFolder folder)
    {
        var samples = StripeNetwork.Samples(200);
        using var file = File.Create(Path.Combine(folder.Path, "clean.npz"));
        NpzFile.Write(file, [
            new("x", NpyArray.Of([samples.Count, 1, 8, 8], samples.Values.ToArray())), new("y", NpyArray.Of([samples.Count], [.. samples.Labels.Select(label => (long)label)])),
        ]);
    }

    private sealed class Progress(Action<ScanStage> heard) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value)
        {
            lock (heard)
                heard(value.Stage);
        }
    }
}
