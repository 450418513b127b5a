using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Mitigation;

/// <summary>Is told how a repair, or the making of a filter, goes. Called from one thread at a time.</summary>
internal interface IRepairWatcher
{
    /// <summary>Something was done, or is about to be.</summary>
    /// <param name="message">A line for people.</param>
    void Say(string message);

    /// <summary>Work between two scans goes on.</summary>
    /// <param name="message">With what, for people; enough of them come that one now and then will do.</param>
    void GoesOn(string message);

    /// <summary>Runs a scan and shows how it goes.</summary>
    /// <param name="scan">The scan, which is to be run once; it reports from several threads.</param>
    /// <returns>What it found.</returns>
    ScanFindings Watch(Func<IProgress<ScanProgress>?, ScanFindings> scan);
}
