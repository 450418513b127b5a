using System.CommandLine;
using System.Diagnostics;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.DormantPaths;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.Scheduling;
using ModelAssert.Onnx;
using ModelAssert.Tests;

namespace ModelAssert.Benchmarks;

/// <summary>What the search for dormant paths finds in models as they are, and in the same models with a path planted: docs/detectors.md.</summary>
internal static class DormantCommand
{
    public static Command Create()
    {
        var models = new Argument<string[]>("models") { Arity = ArgumentArity.OneOrMore };
        var samples = new Option<string>("--samples") { Required = true };
        var planted = new Option<bool>("--planted") { Description = "Plants every kind of path into each model first." };
        var alike = new Option<bool>("--look-alikes") { Description = "Adds what honest models have that looks alike." };
        var evasions = new Option<bool>("--evasions") { Description = "Plants paths that try to hide from the search." };
        var scan = new Option<bool>("--scan") { Description = "Runs the whole scan, too, and says what share of it the search is." };
        var keep = new Option<string?>("--keep") { Description = "Leaves the models with what was planted into them in this folder." };
        var command = new Command("dormant", "Looks for paths that clean images never wake.") { models, samples, planted, alike, evasions, scan, keep };
        command.SetAction(arguments => Run(
            arguments.GetValue(models)!, arguments.GetValue(samples)!, [.. arguments.GetValue(planted) ? PlantedPaths.Kinds.Keys : [], .. arguments.GetValue(evasions) ? PlantedPaths.Evasions.Keys : [], .. arguments.GetValue(alike) ? PlantedPaths.LookAlikes.Keys : []], arguments.GetValue(scan), arguments.GetValue(keep)));
        return command;
    }

    private static void Run(string[] models, string samplesPath, string[] kinds, bool scan, string? keep)
    {
        Console.WriteLine("| model | planted | verdict | gates | dormant | not driven | woken | rare | paths, or conditions not met | processor seconds | of a scan |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var folder = keep is null ? Directory.CreateTempSubdirectory("modelassert-dormant-") : Directory.CreateDirectory(keep);
        foreach (var model in models)
        {
            foreach (var kind in kinds.DefaultIfEmpty("nothing"))
            {
                var bytes = File.ReadAllBytes(model);
                var file = Path.Combine(folder.FullName, $"{Path.GetFileNameWithoutExtension(model)}-{kind.Replace(' ', '-')}.onnx");
                File.WriteAllBytes(file, kinds.Length > 0 ? PlantedPaths.Plant(bytes, Target, kind) : bytes);
                Console.WriteLine($"| {Path.GetFileName(model)} | {kind} | {Search(file, samplesPath, scan)} |");
            }
        }

        if (keep is null)
            folder.Delete(recursive: true);
    }

    private const int Target = 7;

    private static string Search(string file, string samplesPath, bool scan)
    {
        try
        {
            using var network = OnnxClassifier.Load(file);
            var samples = SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount);
            using var fit = new BackdoorScanner(network).Fit(samples, samplesPath, new ScanOptions());
            DormantPathFindings? found = null;
            var search = new DormantPathSearch(new RawImageClassifier(network, fit.Ready.Preprocessing), network.FindGates()!, fit.Ready, long.MaxValue, 0, new Deadline(null));
            var seconds = SecondsOf(() => found = search.Run(CancellationToken.None));
            var share = scan ? (seconds / SecondsOf(() => new BackdoorScanner(network).Scan(samples, samplesPath, new ScanOptions()))).ToString("0.00") : "";
            var paths = found!.Paths.Select(path => FormattableString.Invariant(
                $"{path.Node}{(path.Unit is { } unit ? $"[{unit}]" : "")} to label {path.Trigger.TargetLabel}: {path.Trigger.MaskL1Norm:0} pixels, {path.AttackSuccessRate:P0}, held {path.SuccessRateHeld:P0}"));
            return FormattableString.Invariant($"{found.Conclusion.Verdict} | {found.Gates.Gates} | {found.Gates.Dormant} | {found.Gates.NotDriven} | {found.Gates.Woken} | {found.Gates.Rare} | {string.Join("; ", paths.Concat(found.Gates.ConditionsNotMet))} | {seconds:0.0} | {share}");
        }
        catch (ModelAssertException e)
        {
            return $"refused: {e.Id} | | | | | | | | ";
        }
    }

    private static double SecondsOf(Action work)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        work();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }
}
