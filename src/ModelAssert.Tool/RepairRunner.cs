using ModelAssert.Artifacts;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Native;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Models;

namespace ModelAssert.Tool;

/// <summary>A repair from files to files: load, repair, and put the description of the model beside the repaired one too.</summary>
internal static class RepairRunner
{
    /// <summary>Runs a repair.</summary>
    /// <param name="scan">The model, and how it is scanned.</param>
    /// <param name="order">Where the repaired model goes, and what is asked.</param>
    /// <param name="watcher">Is told how it goes.</param>
    /// <param name="cancellation">Stops the repair.</param>
    /// <returns>The report, and the folder in which it is written.</returns>
    public static (RepairReport Report, ArtifactFolder Folder) Run(ScanRequest scan, RepairOrder order, IRepairWatcher watcher, CancellationToken cancellation)
    {
        OutputFile.RequireFree(order.OutputPath, scan.ModelPath, order.Overwrite);
        scan.Options.Validate();
        order.Options.Validate();
        var folder = ArtifactFolder.Open(scan.OutputFolder);
        return (ScanRunner.Prepared(() => Repair(scan, order, watcher, cancellation)), folder);
    }

    private static RepairReport Repair(ScanRequest scan, RepairOrder order, IRepairWatcher watcher, CancellationToken cancellation)
    {
        using var loaded = LoadedModel.Load(scan.ModelPath, scan.Options.Description);
        var device = Accelerator.Find(scan.Device);
        loaded.Network.MoveTo(device);
        var model = loaded.ToScan(scan.ModelPath, ScanRunner.CacheOf(scan));
        using var files = new RepairFiles(order.OutputPath, scan.OutputFolder, file =>
        {
            var network = LoadedModel.Load(file, loaded.Description).Network;
            network.MoveTo(device);
            return network;
        });

        var report = new ModelRepair(new RepairRequest(scan, order.Options, files), watcher).Run(model, cancellation);
        if (report.Outcome == RepairOutcome.Repaired)
            OutputFile.Describe(scan.ModelPath, order.OutputPath);
        return report;
    }
}
