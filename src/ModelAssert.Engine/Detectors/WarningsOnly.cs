namespace ModelAssert.Engine.Detectors;

/// <summary>Passes warnings on and nothing else: labels that are optimised once more are not to be counted twice.</summary>
/// <param name="progress">Told.</param>
internal sealed class WarningsOnly(IProgress<ScanProgress> progress) : IProgress<ScanProgress>
{
    /// <inheritdoc />
    public void Report(ScanProgress value)
    {
        if (value.Stage == ScanStage.Warning)
            progress.Report(value);
    }
}
