using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Mitigation.Filtering;
using ModelAssert.Engine.Native;
using ModelAssert.Tool.Models;

namespace ModelAssert.Tool;

/// <summary>A filter from files to files: load, scan, choose and calibrate, and put the description of the model beside the filter too.</summary>
internal static class FilterRunner
{
    /// <summary>Makes a filter.</summary>
    /// <param name="scan">The model, and how it is scanned.</param>
    /// <param name="output">Where the filter goes.</param>
    /// <param name="overwrite">Whether a file that is there already is replaced.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="watcher">Is told how it goes.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The report, which is written.</returns>
    public static FilterReport Run(ScanRequest scan, string output, bool overwrite, FilterOptions options, IRepairWatcher watcher, CancellationToken cancellation)
    {
        OutputFile.RequireFree(output, scan.ModelPath, overwrite);
        scan.Options.Validate();
        options.Validate();
        return ScanRunner.Prepared(() => Make(scan, output, options, watcher, cancellation));
    }

    private static FilterReport Make(ScanRequest scan, string output, FilterOptions options, IRepairWatcher watcher, CancellationToken cancellation)
    {
        using var loaded = LoadedModel.Load(scan.ModelPath, scan.Options.Description);
        loaded.Network.MoveTo(Accelerator.Find(scan.Device));
        var model = loaded.ToScan(scan.ModelPath, ScanRunner.CacheOf(scan));
        var report = new ModelFilter(new FilterRequest(scan, output, options), watcher).Run(model, cancellation);
        if (report.Outcome == FilterOutcome.Written)
            OutputFile.Describe(scan.ModelPath, output);
        return report;
    }
}
