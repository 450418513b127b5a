using ModelAssert.Tool.Display;
using Spectre.Console.Testing;

namespace ModelAssert.Tool.Tests.Display;

public sealed class ProgressTableTests
{
    [Fact]
    public void Few_labels_stand_in_their_order_each_with_its_state()
    {
        var tally = Tally(10);
        tally.Add(Reports.Step(2, 30, norm: 120.54));
        tally.Add(Reports.Done(7, 45, norm: 13.8));
        tally.Add(Reports.Cached(9, norm: 76.9));
        tally.Add(Reports.Done(8, 60, norm: null));

        var lines = Render(tally, height: 24);
        Assert.Equal(10, lines.Count(IsRow));
        Assert.Contains(lines, line => Words(line) is ["0", "waiting", "-", "-"]);
        Assert.Contains(lines, line => Words(line) is ["2", _, "50%", "120.5", "30"]);
        Assert.Contains(lines, line => Words(line) is ["7", "done", "13.8", "45"]);
        Assert.Contains(lines, line => Words(line) is ["8", "done", "-", "60"]);
        Assert.Contains(lines, line => Words(line) is ["9", "from", "the", "cache", "76.9", "60"]);
        Assert.Equal("3 of 10 labels", lines[^1].Trim());
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(43, 24)]
    [InlineData(1283, 24)]
    [InlineData(1283, 50)]
    public void It_is_never_taller_than_the_terminal(int labels, int height)
    {
        var tally = Tally(labels);
        for (var label = 0; label < labels; label++)
        {
            tally.Add(Reports.Step(label, 1));
            Assert.True(Render(tally, height).Length < height);
        }

        for (var label = 0; label < labels; label++)
            tally.Add(Reports.Done(label, 60));
        Assert.True(Render(tally, height).Length < height);
    }

    [Fact]
    public void Of_many_labels_those_that_run_are_shown_and_the_smallest_triggers()
    {
        var tally = Tally(1283);
        for (var label = 0; label < 600; label++)
            tally.Add(Reports.Done(label, 60, norm: 400 - label % 100));
        tally.Add(Reports.Done(600, 60, norm: 13.8));
        tally.Add(Reports.Done(601, 60, norm: null));
        tally.Add(Reports.Step(641, 30));
        tally.Add(Reports.Step(640, 30));

        var lines = Render(tally, height: 24);
        Assert.Equal(["640", "641", "600", "99"], lines.Where(IsRow).Select(line => Words(line)[0]).Take(4));
        Assert.Equal("679 waiting, 587 finished with larger triggers", lines[^2].Trim());
        Assert.Equal("602 of 1,283 labels", lines[^1].Trim());
    }

    [Fact]
    public void Of_more_that_run_than_fit_the_rest_is_counted()
    {
        var tally = Tally(1283);
        for (var label = 0; label < 64; label++)
            tally.Add(Reports.Step(label, 1));

        Assert.Equal("47 more running, 1,219 waiting", Render(tally, height: 24)[^2].Trim());
    }

    [Fact]
    public void Before_the_labels_are_known_one_line_says_what_happens() =>
        Assert.Equal(["reading the model and the samples"], Render(new ScanTally(null, new ManualTime()), height: 24));

    private static ScanTally Tally(int labels)
    {
        var tally = new ScanTally(null, new ManualTime());
        tally.Add(Reports.Checked(labels));
        return tally;
    }

    private static string[] Render(ScanTally tally, int height)
    {
        using var console = new TestConsole();
        console.Write(ProgressTable.Of(tally, height, unicode: true));
        return console.Output.TrimEnd('\n').Split('\n');
    }

    private static bool IsRow(string line) => Words(line) is [var first, ..] && int.TryParse(first, out _) && !line.Contains(" of ", StringComparison.Ordinal)
        && !line.Contains("finished", StringComparison.Ordinal);

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
