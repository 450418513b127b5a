using System.Collections.Concurrent;

namespace ModelAssert.Engine.Detectors;

/// <summary>Passes everything on, but each warning once: labels may be looked up in the same cache from several starts.</summary>
/// <param name="progress">Told.</param>
internal sealed class DistinctWarnings(IProgress<ScanProgress> progress) : IProgress<ScanProgress>
{
    private readonly ConcurrentDictionary<ScanWarning, bool> told = [];

    /// <inheritdoc />
    public void Report(ScanProgress value)
    {
        if (value.Warning is not { } warning || told.TryAdd(warning, true))
            progress.Report(value);
    }
}
