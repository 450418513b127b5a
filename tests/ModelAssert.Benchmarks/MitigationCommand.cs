using System.CommandLine;
using ModelAssert.Attacks;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.Training;
using ModelAssert.Onnx;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary>
/// <c>mitigation</c>: what each mitigation does to the attacker's own trigger, a white square at the bottom right, beside the reversed one and the paper's baselines (Wang et al.
/// 2019, table IV).
/// </summary>
internal static class MitigationCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL");
        var samples = new Option<string>("--samples") { Required = true };
        var target = new Option<int>("--target") { Required = true, Description = "The label that the square leads to." };
        var seed = new Option<int>("--seed");
        var command = new Command("mitigation", "Unlearning and pruning against the original trigger of a BadNets model.") { model, samples, target, seed };
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            Run(given.GetRequiredValue(model), given.GetRequiredValue(samples), given.GetValue(target), new ScanOptions { Seed = given.GetValue(seed) });
        });
        return command;
    }

    private static void Run(string modelPath, string samplesPath, int target, ScanOptions options)
    {
        using var network = OnnxClassifier.Load(modelPath);
        var samples = SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount);
        var findings = new BackdoorScanner(network).Scan(samples, samplesPath, options);
        var reversed = findings.Triggers.Single(found => found.Trigger.TargetLabel == target).Trigger;
        var original = PatchTrigger.BottomRightSquare(target, network.InputShape);
        var (ready, _) = new SampleCheck(network).Run(samples.Draw(options.MaximumSamples, options.Seed), options, samplesPath);
        using var samplesInHalves = ready;
        using (var copy = network.TrainableCopy())
            AnsiConsole.WriteLine($"{TriggerComparison.Of(copy, reversed, original, ready)}");

        var starts = TriggerStarts.Around(network, reversed, ready, options, CancellationToken.None);
        var table = new Table().AddColumns("", "clean", "reversed", "unseen", "right", "original", "right");
        Add("as it came", _ => { });
        Add("unlearning, reversed", copy => Unlearn(copy, [.. starts.Lessons]));
        Add("unlearning, one start only", copy => Unlearn(copy, reversed));
        Add("unlearning, original", copy => Unlearn(copy, original));
        Add("clean images only", copy => Unlearn(copy));
        foreach (var kind in Enum.GetValues<PrunableLayerKind>())
            Add($"pruning, {kind}", copy => Prune(copy, kind));
        AnsiConsole.Write(table);

        void Add(string name, Action<TrainableClassifier> mitigate)
        {
            using var copy = network.TrainableCopy();
            mitigate(copy);
            var measure = new MitigationMeasure(ready.HeldOut, ready.InputRange);
            var (ofReversed, ofOriginal) = (measure.EffectOf(reversed, copy), measure.EffectOf(original, copy));
            table.AddRow(
                name, $"{measure.CleanAccuracy(copy):P2}", $"{ofReversed.AttackSuccessRate:P2}",
                $"{starts.Unseen.Max(trigger => measure.EffectOf(trigger, copy).AttackSuccessRate):P2}", $"{ofReversed.TrueLabelAccuracy:P2}",
                $"{ofOriginal.AttackSuccessRate:P2}", $"{ofOriginal.TrueLabelAccuracy:P2}");
        }

        void Unlearn(TrainableClassifier copy, params Trigger[] triggers) =>
            Unlearning.Run(copy, ready.InputRange, ready.Optimisation, triggers, new FineTuningOptions { Seed = options.Seed });

        void Prune(TrainableClassifier copy, PrunableLayerKind kind)
        {
            if (copy.Layers.FirstOrDefault(layer => layer.Kind == kind) is not { } layer)
                return;
            var pruning = new NeuronPruning(copy, layer, ready, new RepairOptions(), []);
            foreach (var trigger in starts.Lessons)
            {
                var curve = pruning.Run(trigger, ready.Accuracy);
                AnsiConsole.WriteLine($"{kind}: {curve.Pruned} of {curve.Neurons}, {curve.End}");
            }
        }
    }
}
