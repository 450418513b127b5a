using System.CommandLine;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.LabelPairs;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary><c>pairs</c>: what a source-specific scan finds on one model, and what it costs beside the scan without it.</summary>
internal static class PairsCommand
{
    private const int Shown = 12;

    public static Command Create()
    {
        var model = new Argument<string>("MODEL");
        var samples = new Option<string>("--samples") { Required = true };
        var kind = new Option<SourceSpecificScan>("--source-specific") { DefaultValueFactory = _ => SourceSpecificScan.Screened };
        var seed = new Option<int>("--seed");
        var command = new Command("pairs", "Verdict, smallest pairs and cost of a source-specific scan.") { model, samples, kind, seed };
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            Run(given.GetRequiredValue(model), given.GetRequiredValue(samples), new ScanOptions { Seed = given.GetValue(seed), SourceSpecific = given.GetValue(kind) });
        });
        return command;
    }

    private static void Run(string modelPath, string samplesPath, ScanOptions options)
    {
        using var network = OnnxClassifier.Load(modelPath);
        var samples = SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount);
        var scanner = new BackdoorScanner(network);
        var (plain, cost) = Effort.Of(() => scanner.Scan(samples, samplesPath, options with { SourceSpecific = SourceSpecificScan.None }));
        var (findings, costOfBoth) = Effort.Of(() => scanner.Scan(samples, samplesPath, options));

        var pairs = findings.Of<PairFindings>()!;
        var table = new Table().AddColumns("pair", "state", "index", "of expected", "spillover", "norm", "of median", "published index", "success");
        foreach (var (judged, found) in pairs.Judgement.Pairs.Zip(pairs.Pairs).OrderBy(pair => pair.First.NormToExpected).Take(Shown))
        {
            table.AddRow(
                $"{judged.Source} to {judged.Target}", $"{judged.State}", $"{judged.AnomalyIndex:0.00}", $"{judged.NormToExpected:0.00}", $"{found.Spillover:0.00}",
                $"{found.Reversed.Trigger.MaskL1Norm:0.0}", $"{judged.NormToMedian:0.00}", $"{judged.NormIndex:0.00}", $"{found.Reversed.AttackSuccessRate:0.00}");
        }

        AnsiConsole.MarkupLineInterpolated($"{modelPath}, seed {options.Seed}: {plain.Verdict} by labels, {pairs.Judgement.Verdict} by pairs");
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{cost.Cpu:0.0} s of processor time without pairs, {costOfBoth.Cpu:0.0} s with: {costOfBoth.Cpu / cost.Cpu:0.00} times");
    }
}
