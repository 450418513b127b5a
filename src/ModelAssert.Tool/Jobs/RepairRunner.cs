using ModelAssert.Artifacts;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Native;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Models;

namespace ModelAssert.Tool.Jobs;

/// <summary>A repair from files to files: load, repair, and put the description of the model beside the repaired one too.</summary>
internal static class RepairRunner
{
    /// <summary>Runs a repair.</summary>
    /// <param name="job">What to repair.</param>
    /// <param name="watcher">Is told how it goes.</param>
    /// <param name="cancellation">Stops the repair.</param>
    /// <returns>The report, which is written.</returns>
    public static RepairReport Run(RepairJob job, IRepairWatcher watcher, CancellationToken cancellation)
    {
        OutputFile.RequireFree(job.OutputPath, job.Scan.ModelPath, job.Overwrite);
        job.Scan.Options.Validate();
        job.Options.Validate();
        ArtifactFolder.Open(job.Scan.OutputFolder);
        return ScanRunner.Prepared(() => Repair(job, watcher, cancellation));
    }

    private static RepairReport Repair(RepairJob job, IRepairWatcher watcher, CancellationToken cancellation)
    {
        var scan = job.Scan;
        using var loaded = LoadedModel.Load(scan.ModelPath, scan.Options.Description);
        var device = Accelerator.Find(scan.Device);
        loaded.Network.MoveTo(device);
        var model = loaded.ToScan(scan.ModelPath, ScanRunner.CacheOf(scan));
        using var files = new RepairFiles(job.OutputPath, scan.OutputFolder, file =>
        {
            var network = LoadedModel.Load(file, loaded.Description).Network;
            network.MoveTo(device);
            return network;
        });

        var report = new ModelRepair(new RepairRequest(scan, job.Options, files), watcher).Run(model, cancellation);
        if (report.Outcome == RepairOutcome.Repaired)
            OutputFile.Describe(scan.ModelPath, job.OutputPath);
        return report;
    }
}
