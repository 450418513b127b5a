namespace ModelAssert;

/// <summary>Progress as lines of text: each finding as it comes, and where the scan is whenever nothing came for a while.</summary>
/// <param name="writeLine">Takes a line.</param>
/// <param name="patience">After this long without a line, the next step of a label is one: a long label must not look dead.</param>
/// <param name="clock">Measures the time between lines.</param>
internal sealed class ProgressLines(Action<string> writeLine, TimeSpan patience, TimeProvider clock) : IProgress<ScanProgress>
{
    private long lastLine = clock.GetTimestamp();
    private int done;

    /// <inheritdoc />
    public void Report(ScanProgress value)
    {
        // A self-test or a repair scans several times.
        if (value.Stage == ScanStage.Checked)
            done = 0;
        if (LineOf(value) is not { } line)
            return;

        writeLine(line);
        lastLine = clock.GetTimestamp();
    }

    private string? LineOf(ScanProgress value) => value.Stage switch
    {
        ScanStage.Loading => "loading model and samples",
        ScanStage.Checked or ScanStage.Restarting or ScanStage.Detecting or ScanStage.SelfTested or ScanStage.RepairStep => value.Message,
        ScanStage.Reversing when clock.GetElapsedTime(lastLine) >= patience =>
            $"label {value.Label}: step {value.Step} of at most {value.MaximumSteps}; {done} of {value.LabelCount} labels are done",
        ScanStage.Reversed =>
            FormattableString.Invariant($"label {value.Label} ({++done} of {value.LabelCount}): {Describe(value)}, {value.Step} steps{(value.Cached ? ", from the cache" : "")}"),
        ScanStage.ReversingPairs or ScanStage.SelfTesting or ScanStage.Repairing when clock.GetElapsedTime(lastLine) >= patience => value.Message,
        ScanStage.Writing => "writing the report",
        ScanStage.Warning => $"warning {value.Warning}",
        _ => null,
    };

    private static string Describe(ScanProgress value) =>
        value.MaskL1Norm is { } norm ? FormattableString.Invariant($"trigger of {norm:0.0} pixels") : "no working trigger found";
}
