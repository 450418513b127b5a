using System.CommandLine;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary><c>profiles</c>: the fast profile against the published schedule, on one model, in one run.</summary>
internal static class ProfilesCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL");
        var samples = new Option<string>("--samples") { Required = true };
        var labels = new Option<int[]>("--labels") { Description = "Only these labels.", AllowMultipleArgumentsPerToken = true };
        var minimumAccuracy = new Option<double?>("--minimum-accuracy");
        var fastOnly = new Option<bool>("--fast-only") { Description = "Leave the baseline out, for a model on which it takes hours." };
        var command = new Command("profiles", "Verdict, norms and CPU seconds of both profiles.") { model, samples, labels, minimumAccuracy, fastOnly };
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            var options = new ScanOptions
            {
                Labels = given.GetResult(labels) is null ? null : given.GetValue(labels),
                MinimumAccuracy = given.GetValue(minimumAccuracy),
            };
            Run(given.GetRequiredValue(model), given.GetRequiredValue(samples), options, given.GetValue(fastOnly));
        });
        return command;
    }

    private static void Run(string modelPath, string samplesPath, ScanOptions options, bool fastOnly)
    {
        using var network = OnnxClassifier.Load(modelPath);
        var samples = SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount);
        var table = new Table().AddColumns("profile", "verdict", "index", "CPU s", "CPU s a label", "norms by label");
        double? baseline = null;
        foreach (var profile in fastOnly ? [ScanProfile.Fast] : (ScanProfile[])[ScanProfile.Paper, ScanProfile.Fast])
        {
            var (findings, effort) = Effort.Of(() => new BackdoorScanner(network).Scan(samples, samplesPath, options with { Profile = profile }));
            var cpu = effort.Cpu;
            baseline ??= cpu;
            table.AddRow(
                profile.ToString(), findings.Verdict.ToString(), $"{findings.Labels!.Judgement.AnomalyIndex:0.00}", $"{cpu:0.0} (1/{baseline / cpu:0.0})",
                $"{cpu / findings.Labels!.Triggers.Count:0.00}", string.Join(' ', findings.Labels!.Triggers.Select(trigger => $"{trigger.Trigger.MaskL1Norm:0.0}")));
        }

        AnsiConsole.MarkupLineInterpolated($"{modelPath}");
        AnsiConsole.Write(table);
    }
}
