using System.CommandLine;
using System.Diagnostics;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary><c>seeds</c>: the same model scanned with many seeds. A verdict that hangs on the seed is no verdict.</summary>
internal static class SeedsCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL");
        var samples = new Option<string>("--samples") { Required = true };
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 20 };
        var command = new Command("seeds", "Verdict, index and infected labels of one model over many seeds, with seconds and memory.") { model, samples, count };
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            return Run(given.GetRequiredValue(model), given.GetRequiredValue(samples), given.GetValue(count));
        });
        return command;
    }

    private static int Run(string modelPath, string samplesPath, int count)
    {
        using var network = OnnxClassifier.Load(modelPath);
        var samples = SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount);
        AnsiConsole.MarkupLineInterpolated($"{modelPath}");
        var verdicts = new List<(Verdict Verdict, double Index, string Infected)>();
        for (var seed = 0; seed < count; seed++)
        {
            var options = new ScanOptions { Seed = seed };
            var (judgement, effort) = Effort.Of(() => new BackdoorScanner(network).Scan(samples, samplesPath, options).Labels!.Judgement);
            verdicts.Add((judgement.Verdict, judgement.AnomalyIndex ?? double.NaN, With(LabelState.Infected)));
            // A line at a time: a run of hours that is stopped has shown what it knows.
            AnsiConsole.MarkupLineInterpolated(
                $"seed {seed}: {judgement.Verdict}, index {judgement.AnomalyIndex:0.00}, p-value {judgement.Labels.Min(label => label.PValue):0.000}, infected {With(LabelState.Infected)}, vulnerable {With(LabelState.Vulnerable)}, smallest norm / median {judgement.Labels.Min(label => label.NormToMedian):0.00}, wall {effort.Wall:0.0} s, CPU {effort.Cpu:0.0} s");

            string With(LabelState state) => string.Join(' ', judgement.Labels.Where(label => label.State == state).Select(label => label.Label));
        }

        var kinds = verdicts.CountBy(verdict => (verdict.Verdict, verdict.Infected)).OrderByDescending(kind => kind.Value).ToList();
        foreach (var ((verdict, infected), times) in kinds)
            AnsiConsole.MarkupLineInterpolated($"{times} of {count}: {verdict} {infected}");
        AnsiConsole.MarkupLineInterpolated($"index {verdicts.Min(verdict => verdict.Index):0.00} to {verdicts.Max(verdict => verdict.Index):0.00}; largest working set {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
        return kinds.Count == 1 ? 0 : 1;
    }
}
