namespace ModelAssert.Attacks;

/// <summary>Tells how a self-test goes: its outcomes one by one, and in between that work goes on.</summary>
/// <param name="progress">Who is told, or <see langword="null"/>.</param>
internal sealed class SelfTestProgress(IProgress<ScanProgress>? progress)
{
    private readonly Lock gate = new();

    /// <summary>What came of a patch, in a line.</summary>
    public static string Describe(SelfTestPatch patch)
    {
        var figures = FormattableString.Invariant($"success {patch.AttackSuccessRate:P1}, accuracy {patch.Accuracy:P1} after {patch.Epochs} epochs");
        return patch.Outcome switch
        {
            PatchOutcome.NotPlanted => $"{patch.Side}x{patch.Side} patch: could not be planted ({figures})",
            PatchOutcome.Caught => FormattableString.Invariant($"{patch.Side}x{patch.Side} patch: caught, anomaly index {patch.AnomalyIndex:0.0} ({figures})"),
            _ => FormattableString.Invariant($"{patch.Side}x{patch.Side} patch: MISSED, anomaly index {patch.AnomalyIndex ?? double.NaN:0.0} ({figures})"),
        };
    }

    public void GoesOn(string message) => Tell(new ScanProgress(ScanStage.SelfTesting) { Message = message });

    public void Finished(string message) => Tell(new ScanProgress(ScanStage.SelfTested) { Message = message });

    /// <summary>The progress of one of several scans: its labels are not those of the whole.</summary>
    /// <param name="what">What is scanned.</param>
    public IProgress<ScanProgress> OfScan(string what) => new ScanOf(this, what);

    private void Tell(ScanProgress value)
    {
        lock (gate)
            progress?.Report(value);
    }

    private sealed class ScanOf(SelfTestProgress whole, string what) : IProgress<ScanProgress>
    {
        private int done;

        public void Report(ScanProgress value)
        {
            if (value.Stage == ScanStage.Reversed)
                Interlocked.Increment(ref done);
            if (value.Stage == ScanStage.Warning)
                whole.Tell(value);
            else
                whole.GoesOn(value.Label is null ? $"{what}: {value.Message}" : $"scanning {what}: {done} of {value.LabelCount} labels are done");
        }
    }
}
