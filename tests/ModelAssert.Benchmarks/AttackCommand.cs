using System.CommandLine;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;
using ModelAssert.Tests;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary><c>attack</c>: what each of an attacker's triggers does to a model, for instance to one that was repaired.</summary>
internal static class AttackCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL");
        var samples = new Option<string>("--samples") { Required = true };
        var attackers = new Option<string>("--attackers") { Required = true, Description = "The attacker's triggers, as `zoo attackers` writes them." };
        var command = new Command("attack", "The success of each of an attacker's triggers, on held-out samples.") { model, samples, attackers };
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            Run(given.GetRequiredValue(model), given.GetRequiredValue(samples), AttackersTriggers.Read(given.GetRequiredValue(attackers)));
        });
        return command;
    }

    private static void Run(string modelPath, string samplesPath, IReadOnlyList<Trigger> triggers)
    {
        using var network = OnnxClassifier.Load(modelPath);
        var options = new ScanOptions();
        var all = SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount);
        using var samples = new BackdoorScanner(network).Fit(all, samplesPath, options);
        var measure = new MitigationMeasure(samples.Ready.HeldOut, samples.Ready.Preprocessing);
        TriggerEffect[] effects = [.. triggers.Select(trigger => measure.EffectOf(trigger, network))];

        var table = new Table().AddColumns("label", "success", "right");
        foreach (var effect in effects)
            table.AddRow($"{effect.Label}", $"{effect.AttackSuccessRate:P2}", $"{effect.TrueLabelAccuracy:P2}");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"clean {measure.CleanAccuracy(network):P2}; success: mean {effects.Average(effect => effect.AttackSuccessRate):P2}, largest {effects.Max(effect => effect.AttackSuccessRate):P2}");
    }
}
