using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Scanning;
using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>Shows how a repair, or the making of a filter, goes.</summary>
/// <param name="error">Gets it: what it came to is written elsewhere.</param>
/// <param name="labels">The labels that are scanned, or <see langword="null"/> for all.</param>
internal sealed class MitigationProgressView(IAnsiConsole error, IReadOnlyList<int>? labels) : IRepairWatcher
{
    /// <summary>A log gets a line of what goes on so often.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RepairProgress lines = new(new ProgressLines(error.WriteLine, Patience, TimeProvider.System));

    public void Say(string message) => lines.Say(message);

    public void GoesOn(string message) => lines.GoesOn($"  {message}");

    public ScanFindings Watch(Func<IProgress<ScanProgress>?, ScanFindings> scan) => ScanProgressView.Run(error, labels, TimeProvider.System, scan);
}
