using ModelAssert.Tool.Display;
using Spectre.Console.Testing;

namespace ModelAssert.Tool.Tests.Display;

public sealed class ScanProgressViewTests : IDisposable
{
    private readonly TestConsole console = new TestConsole().Width(100);
    private readonly ManualTime time = new();

    public void Dispose() => console.Dispose();

    [Fact]
    public void A_log_gets_a_line_now_and_then_and_the_last_label()
    {
        Run(progress =>
        {
            progress.Report(new ScanProgress(ScanStage.Loading));
            progress.Report(Reports.Checked(1283));
            for (var label = 0; label < 1283; label++)
            {
                progress.Report(Reports.Step(label, 1));
                time.Advance(0.01);
                progress.Report(Reports.Done(label, 60));
            }

            progress.Report(new ScanProgress(ScanStage.Writing));
        });

        // 12.83 seconds, a line every two; the stages; no step.
        Assert.Equal(10, console.Lines.Count);
        Assert.Equal("  accuracy 92.1 %", console.Lines[0]);
        Assert.Equal("  1 of 1,283 labels, 0:14 left; label 0: trigger of 50.0 pixels, 60 steps", console.Lines[1]);
        Assert.StartsWith("  1,283 of 1,283 labels; label 1282: ", console.Lines[^2], StringComparison.Ordinal);
        Assert.Equal("  writing the report", console.Lines[^1]);
        Assert.DoesNotContain("\e", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_says_what_came_from_the_cache_and_what_had_no_trigger()
    {
        Run(progress =>
        {
            progress.Report(Reports.Checked(2));
            progress.Report(Reports.Cached(0, norm: 13.8));
            time.Advance(3);
            progress.Report(Reports.Done(1, 60, norm: null));
        });

        Assert.Equal("  1 of 2 labels; label 0: trigger of 13.8 pixels, from the cache", console.Lines[1]);
        Assert.Equal("  2 of 2 labels; label 1: no working trigger found, 60 steps", console.Lines[2]);
    }

    [Fact]
    public void A_warning_is_told_in_full()
    {
        Run(progress => progress.Report(new ScanProgress(ScanStage.Warning) { Warning = new ScanWarning("MODELASSERT2001", "[a].npz", "It is damaged.", "It is replaced.") }));

        Assert.Equal(["warning MODELASSERT2001: [a].npz: It is damaged.", "  It is replaced."], console.Lines);
    }

    [Fact]
    public void A_terminal_gets_a_table_that_is_drawn_again_a_few_times_a_second()
    {
        console.Interactive().EmitAnsiSequences();
        Run(progress =>
        {
            progress.Report(Reports.Checked(10));
            for (var step = 1; step <= Reports.MaximumSteps; step++)
            {
                time.Advance(0.01);
                progress.Report(Reports.Step(0, step));
            }
        });

        Assert.Contains("norm (pixels)", console.Output, StringComparison.Ordinal);
        Assert.InRange(console.Output.Split("norm (pixels)").Length - 1, 4, 6);
    }

    [Fact]
    public void Threads_report_side_by_side()
    {
        console.Interactive().EmitAnsiSequences();
        Run(progress =>
        {
            progress.Report(Reports.Checked(100));
            Parallel.For(0, 100, label =>
            {
                progress.Report(Reports.Step(label, 1));
                progress.Report(Reports.Done(label, 2));
            });
            progress.Report(new ScanProgress(ScanStage.Writing));
        });

        Assert.Contains("writing the report", console.Output, StringComparison.Ordinal);
    }

    private void Run(Action<IProgress<ScanProgress>> scan) => ScanProgressView.Run(console, labels: null, time, progress =>
    {
        scan(progress);
        return true;
    });
}
