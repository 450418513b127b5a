using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>Draws the table again as the scan goes on: often enough to look alive, and no oftener, since the threads that reverse labels wait for it.</summary>
internal sealed class LiveProgress(IAnsiConsole console, LiveDisplayContext display, ScanTally tally, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private long? drawnAt;

    public void Show(ScanProgress value)
    {
        var isStep = value.Stage is ScanStage.Reversing or ScanStage.Reversed or ScanStage.ReversingPairs;
        if (isStep && drawnAt is { } last && time.GetElapsedTime(last) < Interval)
            return;

        drawnAt = time.GetTimestamp();
        display.UpdateTarget(ProgressTable.Of(tally, console.Profile.Height, console.Profile.Capabilities.Unicode));
    }
}
