using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Mitigation;

/// <summary>Tells of a repair as scans tell of themselves, for programs.</summary>
/// <param name="progress">Who is told, or <see langword="null"/>.</param>
internal sealed class RepairProgress(IProgress<ScanProgress>? progress) : IRepairWatcher
{
    /// <inheritdoc />
    public void Say(string message) => progress?.Report(new ScanProgress(ScanStage.RepairStep) { Message = message });

    /// <inheritdoc />
    public void GoesOn(string message) => progress?.Report(new ScanProgress(ScanStage.Repairing) { Message = message });

    /// <inheritdoc />
    public ScanFindings Watch(Func<IProgress<ScanProgress>?, ScanFindings> scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        return scan(progress);
    }
}
