using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>Lines for a log: a finished label now and then, and always the last one, so that many quick labels do not fill it.</summary>
internal sealed class PlainProgress(IAnsiConsole console, ScanTally tally, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long? writtenAt;

    public void Show(ScanProgress value)
    {
        if (value.Stage == ScanStage.Writing)
            console.WriteLine($"  {tally.Describe()}");
        if (value.Stage != ScanStage.Reversed || (IsSoon() && tally.Finished < tally.Labels.Count))
            return;

        writtenAt = time.GetTimestamp();
        console.WriteLine($"  {tally.Describe()}; label {value.Label}: {Describe(value)}");
    }

    private bool IsSoon() => writtenAt is { } last && time.GetElapsedTime(last) < Interval;

    private static string Describe(ScanProgress value)
    {
        var norm = value.MaskL1Norm is { } pixels ? $"trigger of {pixels:0.0} pixels" : "no working trigger found";
        return $"{norm}, {(value.Cached ? "from the cache" : $"{value.Step} steps")}";
    }
}
