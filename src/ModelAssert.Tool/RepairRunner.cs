using ModelAssert.Artifacts;
using ModelAssert.Caching;
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
        var model = loaded.ToScan(scan.ModelPath, scan.CachePath is { } path ? new TriggerCache(path, CacheSeal.FromEnvironment()) : null);
        using var files = new RepairFiles(order.OutputPath, scan.OutputFolder, file =>
        {
            var network = LoadedModel.Load(file, loaded.Description).Network;
            network.MoveTo(device);
            return network;
        });

        var report = new ModelRepair(new RepairRequest(scan, order.Options, files), watcher).Run(model, cancellation);
        if (report.Outcome == RepairOutcome.Repaired)
            Describe(scan.ModelPath, order.OutputPath);
        return report;
    }

    /// <summary>What lies beside the model says of what was made of it what it said of the model, but for samples, which it may name in its own folder only.</summary>
    internal static void Describe(string model, string output)
    {
        if (ModelDescription.Beside(model) is not { } description || File.Exists(output + ModelDescription.FileExtension))
            return;

        var (from, to) = (FolderOf(model), FolderOf(output));
        var content = (from == to ? description : description with { CleanSamples = null }).ToJson();
        ArtifactFolder.Open(to).Write(Path.GetFileName(output) + ModelDescription.FileExtension, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(content)));
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;
}
