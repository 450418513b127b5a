namespace ModelAssert.Core.Tests.Scanning;

public class ProgressLinesTests
{
    private readonly StoppedClock clock = new();
    private readonly List<string> lines = [];
    private readonly ProgressLines progress;

    public ProgressLinesTests() => progress = new ProgressLines(lines.Add, TimeSpan.FromSeconds(5), clock);

    [Fact]
    public void Every_finding_is_a_line()
    {
        progress.Report(new ScanProgress(ScanStage.Loading));
        progress.Report(new ScanProgress(ScanStage.Checked) { Message = "accuracy 91.0 %" });
        progress.Report(new ScanProgress(ScanStage.Reversed) { Label = 3, LabelCount = 10, Step = 200, MaximumSteps = 1000, MaskL1Norm = 12.34 });
        progress.Report(new ScanProgress(ScanStage.Reversed) { Label = 4, LabelCount = 10, Step = 1000, MaximumSteps = 1000, Cached = true });
        progress.Report(new ScanProgress(ScanStage.Writing));

        Assert.Equal(
            [
                "loading model and samples", "accuracy 91.0 %", "label 3 (1 of 10): trigger of 12.3 pixels, 200 steps",
                "label 4 (2 of 10): no working trigger found, 1000 steps, from the cache", "writing the report",
            ],
            lines);
    }

    [Fact]
    public void A_repair_tells_its_steps_and_counts_the_labels_of_each_scan_anew()
    {
        for (var round = 1; round <= 2; round++)
        {
            progress.Report(new ScanProgress(ScanStage.RepairStep) { Message = $"round {round}" });
            progress.Report(new ScanProgress(ScanStage.Repairing) { Message = "unlearning" });
            progress.Report(new ScanProgress(ScanStage.Checked) { Message = "accuracy 91.0 %" });
            progress.Report(new ScanProgress(ScanStage.Reversed) { Label = 3, LabelCount = 10, Step = 200, MaximumSteps = 1000, MaskL1Norm = 12.34 });
        }

        clock.Pass(seconds: 5);
        progress.Report(new ScanProgress(ScanStage.Repairing) { Message = "unlearning" });
        string[] scan = ["accuracy 91.0 %", "label 3 (1 of 10): trigger of 12.3 pixels, 200 steps"];
        Assert.Equal(["round 1", .. scan, "round 2", .. scan, "unlearning"], lines);
    }

    [Fact]
    public void A_step_is_a_line_only_after_a_silence()
    {
        for (var step = 1; step <= 12; step++)
        {
            clock.Pass(seconds: 1);
            progress.Report(new ScanProgress(ScanStage.Reversing) { Label = 3, LabelCount = 10, Step = step, MaximumSteps = 1000 });
        }

        Assert.Equal(["label 3: step 5 of at most 1000; 0 of 10 labels are done", "label 3: step 10 of at most 1000; 0 of 10 labels are done"], lines);
    }
}
