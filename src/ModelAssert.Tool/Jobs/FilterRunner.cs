using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Mitigation.Filtering;
using ModelAssert.Engine.Native;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Models;

namespace ModelAssert.Tool.Jobs;

/// <summary>A filter from files to files: load, scan, choose and calibrate, and put the description of the model beside the filter too.</summary>
internal static class FilterRunner
{
    /// <summary>Makes a filter.</summary>
    /// <param name="job">What to filter.</param>
    /// <param name="watcher">Is told how it goes.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The report, which is written.</returns>
    public static FilterReport Run(FilterJob job, IRepairWatcher watcher, CancellationToken cancellation)
    {
        OutputFile.RequireFree(job.OutputPath, job.Scan.ModelPath, job.Overwrite);
        job.Scan.Options.Validate();
        job.Options.Validate();
        return ScanRunner.Prepared(() => Make(job, watcher, cancellation));
    }

    private static FilterReport Make(FilterJob job, IRepairWatcher watcher, CancellationToken cancellation)
    {
        var scan = job.Scan;
        using var loaded = LoadedModel.Load(scan.ModelPath, scan.Options.Description);
        loaded.Network.MoveTo(Accelerator.Find(scan.Device));
        var model = loaded.ToScan(scan.ModelPath, ScanRunner.CacheOf(scan));
        var report = new ModelFilter(new FilterRequest(scan, job.OutputPath, job.Options), watcher).Run(model, cancellation);
        if (report.Outcome == FilterOutcome.Written)
            OutputFile.Describe(scan.ModelPath, job.OutputPath);
        return report;
    }
}
