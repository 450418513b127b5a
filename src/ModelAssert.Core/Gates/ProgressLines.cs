namespace ModelAssert.Gates;

/// <summary>Progress as lines in the test's output: what was checked, and each label once it is done.</summary>
internal sealed class ProgressLines(Action<string> writeLine) : IProgress<ScanProgress>
{
    private int done;

    public void Report(ScanProgress value)
    {
        if (value.Stage == ScanStage.Checked)
            writeLine(value.Message ?? "");
        else if (value.Stage == ScanStage.Warning)
            writeLine($"warning {value.Warning}");
        else if (value.Stage == ScanStage.Reversed)
            writeLine(FormattableString.Invariant($"label {value.Label} ({++done} of {value.LabelCount}): {Describe(value)}, {value.Step} steps{(value.Cached ? ", from the cache" : "")}"));
    }

    private static string Describe(ScanProgress value) =>
        value.MaskL1Norm is { } norm ? FormattableString.Invariant($"trigger of {norm:0.0} pixels") : "no working trigger found";
}
