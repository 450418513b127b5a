using System.CommandLine;
using ModelAssert.Engine.AllToAll;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx;

namespace ModelAssert.Benchmarks;

/// <summary><c>all-to-all</c>: what the search for a trigger that gives every label another comes to, start by start.</summary>
internal static class AllToAllCommand
{
    public static Command Create()
    {
        var models = new Argument<FileInfo[]>("models") { Description = "ONNX models.", Arity = ArgumentArity.OneOrMore };
        var samples = new Option<FileInfo>("--samples") { Description = "Clean samples.", Required = true };
        var seeds = new Option<int[]>("--seeds") { Description = "Seeds of the scan.", DefaultValueFactory = _ => [0], AllowMultipleArgumentsPerToken = true };
        var command = new Command("all-to-all", "Looks for a trigger that gives every label another, and prints each start: pixels (over the median of the labels' triggers), where labels go, success on held-out images.") { models, samples, seeds };
        command.SetAction((given, cancellation) =>
        {
            NativeLibraries.Load();
            foreach (var model in given.GetRequiredValue(models))
            {
                foreach (var seed in given.GetRequiredValue(seeds))
                    Run(model.FullName, given.GetRequiredValue(samples).FullName, seed, cancellation);
            }

            return Task.CompletedTask;
        });
        return command;
    }

    private static void Run(string model, string samples, int seed, CancellationToken cancellation)
    {
        using var network = OnnxClassifier.Import(OnnxFile.Parse(model, File.ReadAllBytes(model)));
        var options = new ScanOptions { Detectors = [Detector.TriggerNorms, Detector.AllToAll], Seed = seed };
        var scan = new BackdoorScanner(network).Scan(SampleLoader.Load(samples, network.InputShape, network.LabelCount), samples, options, cancellation: cancellation);
        var detection = scan.Detections.Single(ran => ran.Detector.Kind == Detector.AllToAll);
        var findings = scan.Of<AllToAllFindings>()!;
        var starts = findings.Tried.Select(tried => FormattableString.Invariant(
            $"{tried.Trigger.MaskL1Norm:0.0} px ({tried.Trigger.MaskL1Norm / findings.MedianOfLabels:0.00}) {tried.Mapping.DistinctTargets} of {tried.Mapping.Labels} {tried.Mapping.SuccessRate:0.00}{(tried.IsBackdoor(findings.LabelCount, findings.MedianOfLabels) ? "*" : "")}"));
        Console.WriteLine(FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(model)} seed {seed}: {(findings.Found is null ? "none" : "found")}, {detection.Seconds:0.0} s; {string.Join("; ", starts)}"));
    }
}
