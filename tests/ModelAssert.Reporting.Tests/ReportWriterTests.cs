using ModelAssert.Arrays;
using ModelAssert.Artifacts;

namespace ModelAssert.Reporting.Tests;

public sealed class ReportWriterTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 2, 2);

    private readonly ArtifactFolder folder = ArtifactFolder.Open(Directory.CreateTempSubdirectory("modelassert-test-").FullName);

    public void Dispose() => Directory.Delete(folder.Path, recursive: true);

    [Fact]
    public void Flagged_labels_have_pictures_and_all_labels_have_arrays()
    {
        var report = Write(LabelState.Clean, LabelState.Infected);

        Assert.Equal(
            ["label-001-mask.png", "label-001-overlay.png", "label-001-trigger.png", "report.html", "report.json", "report.sarif", "summary.md", "triggers.npz"],
            Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(ReportJson.Serialize(report), File.ReadAllText(Path.Combine(folder.Path, "report.json")));

        using var file = File.OpenRead(Path.Combine(folder.Path, "triggers.npz"));
        var arrays = NpzFile.Read(file, "mask_000", "pattern_000", "mask_001", "pattern_001");
        Assert.Equal([2, 2], arrays["mask_001"].Shape);
        Assert.Equal([1, 2, 2], arrays["pattern_001"].Shape);
        Assert.Equal([1, 0.5f, 0.25f, 0], arrays["mask_001"].ToSingles());
    }

    [Fact]
    public void The_pictures_of_an_earlier_scan_are_not_taken_for_this_ones()
    {
        Write(LabelState.Infected, LabelState.Clean);
        Write(LabelState.Clean, LabelState.Clean);

        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.png"));
    }

    [Fact]
    public void Equal_reports_make_equal_files()
    {
        Write(LabelState.Clean, LabelState.Infected);
        var first = Directory.EnumerateFiles(folder.Path).ToDictionary(file => file, File.ReadAllBytes);
        Write(LabelState.Clean, LabelState.Infected);

        Assert.All(first, entry => Assert.Equal(entry.Value, File.ReadAllBytes(entry.Key)));
    }

    private ScanReport Write(params LabelState[] states)
    {
        var report = new ScanReport
        {
            Model = new ModelIdentity("m.onnx", "0"),
            Verdict = states.Contains(LabelState.Infected) ? Verdict.Infected : Verdict.Clean,
            Reasons = [],
            Threshold = 2,
            Labels = [.. states.Select((state, label) => new LabelResult
            {
                Label = label, State = state, MaskL1Norm = 1.75, Coverage = 0.4, AttackSuccessRate = 1, Converged = true, Steps = 1,
                TriggerFiles = state == LabelState.Clean ? null : ArtifactFolder.TriggerFilesOf(label),
            })],
            Samples = new SamplesSummary(20, 10, "0", 1, PixelRange.Unit),
            Options = new ScanOptions(),
            Seed = 0,
            Engine = new EngineIdentity("0", "0"),
            Timing = new ScanTiming(0, 0),
            ImportParity = new ImportParity(0, 20),
        };
        var triggers = states.Select((_, label) => new Trigger(label, Shape, [1, 0.5f, 0.25f, 0], [1, 1, 1, 1])).ToList();
        ReportWriter.Write(folder, report, triggers, [new ExampleImage(0, new float[4])]);
        return report;
    }
}
