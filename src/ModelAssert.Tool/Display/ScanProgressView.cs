using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>Shows how a scan goes: as a live table where somebody watches, as lines in a log.</summary>
internal sealed class ScanProgressView : IProgress<ScanProgress>
{
    private readonly Lock gate = new();
    private readonly IAnsiConsole console;
    private readonly ScanTally tally;
    private readonly Action<ScanProgress> show;

    private ScanProgressView(IAnsiConsole console, ScanTally tally, Action<ScanProgress> show) => (this.console, this.tally, this.show) = (console, tally, show);

    /// <summary>Runs a scan.</summary>
    /// <param name="console">Where it is shown.</param>
    /// <param name="labels">The labels that were asked for, or <see langword="null"/> for all.</param>
    /// <param name="time">The clock.</param>
    /// <param name="scan">The scan.</param>
    public static T Run<T>(IAnsiConsole console, IReadOnlyList<int>? labels, TimeProvider time, Func<IProgress<ScanProgress>, T> scan)
    {
        var tally = new ScanTally(labels, time);
        if (console.Profile.Capabilities is not { Ansi: true, Interactive: true })
            return scan(new ScanProgressView(console, tally, new PlainProgress(console, tally, time).Show));

        // The outcome has a table of its own: this one goes when the scan ends.
        return console.Live(new Text(tally.Describe())).AutoClear(true).Overflow(VerticalOverflow.Crop)
            .Start(display => scan(new ScanProgressView(console, tally, new LiveProgress(console, display, tally, time).Show)));
    }

    /// <summary>Called from several threads, which take turns here.</summary>
    public void Report(ScanProgress value)
    {
        lock (gate)
        {
            tally.Add(value);
            WriteMessage(value);
            show(value);
        }
    }

    private void WriteMessage(ScanProgress value)
    {
        if (value.Stage == ScanStage.Checked)
        {
            console.MarkupLineInterpolated($"  {value.Message}");
        }
        else if (value.Warning is { } warning)
        {
            console.MarkupLineInterpolated($"[yellow]warning {warning.Id}[/]: {warning.File}: {warning.Cause}");
            console.MarkupLineInterpolated($"  {warning.Remedy}");
        }
    }
}
