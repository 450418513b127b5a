using ModelAssert.Tool.Display;

namespace ModelAssert.Tool.Tests.Display;

public sealed class ScanTallyTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void Labels_wait_run_and_end()
    {
        var tally = Tally(4, [1, 3, 5, 7]);
        tally.Add(Reports.Step(3, 2, norm: 120.5));
        tally.Add(Reports.Done(1, 40, norm: 13.8));
        tally.Add(Reports.Cached(7));

        Assert.Equal([1, 3, 5, 7], tally.Labels.Select(label => label.Label));
        Assert.Equal([LabelPhase.Done, LabelPhase.Running, LabelPhase.Waiting, LabelPhase.Cached], tally.Labels.Select(label => label.Phase));
        Assert.Equal([13.8, 120.5, null, 50], tally.Labels.Select(label => label.Norm));
        Assert.Equal(2, tally.Finished);
    }

    [Fact]
    public void A_warning_changes_nothing()
    {
        var tally = Tally(10);
        tally.Add(new ScanProgress(ScanStage.Warning) { Warning = new ScanWarning("MODELASSERT2001", "file", "cause", "remedy") });

        Assert.Equal("0 of 10 labels", tally.Describe());
    }

    [Fact]
    public void Nothing_is_estimated_before_steps_were_seen()
    {
        var tally = Tally(10);
        tally.Add(Reports.Cached(4));
        tally.Add(Reports.Step(0, 1));
        time.Advance(1);

        Assert.Null(tally.Left);
        Assert.Equal("1 of 10 labels", tally.Describe());
    }

    [Fact]
    public void The_time_left_is_the_steps_left_at_the_speed_so_far_shared_by_those_that_run()
    {
        var tally = Tally(4);
        RunBoth(tally, from: 1, to: 11);

        // Ten steps of two labels, a second each; 2 · 49 steps are left of them, and 2 · 60 of those that wait: (98 + 120) / 2.
        Assert.Equal(109, tally.Left!.Value.TotalSeconds, 0.001);
        Assert.Equal("0 of 4 labels, 1:49 left", tally.Describe());
    }

    [Fact]
    public void Labels_that_end_early_teach_the_others()
    {
        var tally = Tally(4);
        RunBoth(tally, from: 1, to: 20);
        tally.Add(Reports.Done(0, 20));
        tally.Add(Reports.Done(1, 20));

        // The two that wait may take (20 + 20 + 60) / 3 steps each.
        Assert.Equal(100 / 3.0, tally.Left!.Value.TotalSeconds, 0.001);
    }

    [Fact]
    public void Labels_from_the_cache_teach_nothing()
    {
        var (cold, warm) = (Tally(4), Tally(1004));
        for (var label = 4; label < 1004; label++)
            warm.Add(Reports.Cached(label));
        RunBoth(cold, from: 1, to: 11);
        RunBoth(warm, from: 1, to: 11);

        Assert.Equal(cold.Left, warm.Left);
        Assert.Equal(1000, warm.Finished);
    }

    [Fact]
    public void The_last_label_has_nobody_to_share_with()
    {
        var tally = Tally(2);
        RunBoth(tally, from: 1, to: 31);
        tally.Add(Reports.Done(0, 31));

        Assert.Equal(29, tally.Left!.Value.TotalSeconds, 0.001);
    }

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(0.2, "0:01")]
    [InlineData(79.5, "1:20")]
    [InlineData(3599.5, "1:00:00")]
    [InlineData(90061, "25:01:01")]
    public void Time_reads_like_a_clock(double seconds, string expected) => Assert.Equal(expected, TimeLeft.Describe(TimeSpan.FromSeconds(seconds)));

    private ScanTally Tally(int labels, int[]? asked = null)
    {
        var tally = new ScanTally(asked, time);
        tally.Add(Reports.Checked(labels));
        return tally;
    }

    /// <summary>Labels 0 and 1 side by side, a second for each step.</summary>
    private void RunBoth(ScanTally tally, int from, int to)
    {
        for (var step = from; step <= to; step++)
        {
            time.Advance(1);
            tally.Add(Reports.Step(0, step));
            tally.Add(Reports.Step(1, step));
        }
    }
}
