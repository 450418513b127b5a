using ModelAssert.Artifacts;

namespace ModelAssert.Core.Tests.Artifacts;

public sealed class ProgressFileTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;
    private readonly StoppedClock clock = new();

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Every_line_can_be_read_at_once_and_the_last_one_is_the_verdict()
    {
        using var file = new ProgressFile(Request, clock);
        file.Report(new ScanProgress(ScanStage.Loading));
        clock.Pass(seconds: 2.5);
        file.Report(new ScanProgress(ScanStage.Checked) { Message = "accuracy 91.0 %" });

        Assert.Equal(["/models/signs.onnx, profile fast, seed 0, 2026-07-01 12:00:00Z", "    0.0 s  loading model and samples", "    2.5 s  accuracy 91.0 %"], Lines());

        file.End(Reports.Infected);
        file.Dispose();
        Assert.Equal("    2.5 s  infected", Lines()[^1]);
    }

    [Fact]
    public void It_begins_anew_with_the_next_scan_and_says_when_one_breaks_off()
    {
        using (var first = new ProgressFile(Request, clock))
            first.Report(new ScanProgress(ScanStage.Loading));
        Assert.Equal("    0.0 s  ended without a verdict", Lines()[^1]);

        using var second = new ProgressFile(Request, clock);
        Assert.Equal(3, Lines().Length);
        second.Report(new ScanProgress(ScanStage.Writing));
        Assert.Equal("    0.0 s  writing the report", Lines()[1]);
        Assert.Equal(2, Lines().Length);
    }

    [Fact]
    public void Where_it_cannot_be_written_the_scan_goes_on()
    {
        File.WriteAllText(Request.OutputFolder, "a file in the folder's place");
        using var file = new ProgressFile(Request, clock);

        file.Report(new ScanProgress(ScanStage.Loading));
        file.End(Reports.Clean);
    }

    [Fact]
    public void A_scan_that_gives_no_sign_of_life_leaves_no_file()
    {
        new ProgressFile(Request, clock).Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    private ScanRequest Request => new("/models/signs.onnx", "/data/signs.npz", Path.Combine(root, "signs.onnx"), new ScanOptions());

    private string[] Lines() => File.ReadAllLines(Path.Combine(Request.OutputFolder, "progress.txt"));
}
