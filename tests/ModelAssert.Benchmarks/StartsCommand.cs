using System.CommandLine;
using System.Globalization;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Onnx;

namespace ModelAssert.Benchmarks;

/// <summary>
/// <c>starts</c>: how small the triggers of all labels become, by what their optimisation begins with and how long it goes on. A line of comma-separated values for each label: whatever rule one has in mind can be
/// tried on them.
/// </summary>
internal static class StartsCommand
{
    /// <summary>Norms are printed after each of so many images.</summary>
    private const int ImagesPerColumn = 4 * 32;

    public static Command Create()
    {
        var model = new Argument<string>("MODEL");
        var samples = new Option<string>("--samples") { Required = true };
        var seeds = new Option<int[]>("--seeds") { AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0] };
        var variants = new Option<string[]>("--variants") { AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["noise:30", "noise16:20", "windows16:20"], Description = "START:COLUMNS, each column 128 images." };
        var command = new Command("starts", "model,start,seed,label,success rate; then the smallest norm of a working trigger after each 128 images.") { model, samples, seeds, variants };
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            using var network = OnnxClassifier.Load(given.GetRequiredValue(model));
            var path = given.GetRequiredValue(samples);
            var loaded = SampleLoader.Load(path, network.InputShape, network.LabelCount);
            foreach (var seed in given.GetValue(seeds)!)
            {
                var options = new ScanOptions { Seed = seed, MinimumAccuracy = 0 };
                using var fit = new SampleCheck(network).Run(loaded.Draw(options.MaximumSamples, seed), options, path);
                foreach (var variant in given.GetValue(variants)!)
                    Run(Path.GetFileNameWithoutExtension(given.GetRequiredValue(model)), network, fit.Ready, variant, seed);
            }
        });
        return command;
    }

    private static InversionSettings Settings(string start, ImageShape shape, int columns) => start switch
    {
        "noise" => InversionSettings.FromNoise(shape) with { MaximumSteps = columns },
        // The two of a scan, each alone: the same images in twice the updates.
        "noise16" => InversionSettings.Fast(shape) with { MaximumSteps = 2 * columns, WindowBatches = 0 },
        "windows16" => InversionSettings.Fast(shape) with { MaximumSteps = 2 * columns },
        _ => throw new ArgumentException($"There is no start {start}."),
    };

    private static void Run(string model, OnnxClassifier network, PreparedSamples samples, string variant, int seed)
    {
        var (start, columns) = (variant.Split(':')[0], int.Parse(variant.Split(':')[1], CultureInfo.InvariantCulture));
        var classifier = new RawImageClassifier(network, samples.Preprocessing);
        var settings = Settings(start, network.InputShape, columns);
        var temperature = LogitTemperature.Of(classifier, samples.Optimisation);
        var reverser = new TriggerReverser(classifier, network.InputShape, settings, seed, temperature);
        var stepsPerColumn = ImagesPerColumn / (settings.BatchesPerStep * settings.BatchSize);
        var lines = new string[network.LabelCount];
        Parallel.For(0, network.LabelCount, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, label =>
        {
            using var run = new LabelOptimisation(new TriggerAim(label), classifier, network.InputShape, settings, seed, samples.Optimisation, temperature);
            var norms = new List<string>();
            for (var step = 1; step <= columns * stepsPerColumn; step++)
            {
                run.Step(default);
                if (step % stepsPerColumn == 0)
                    norms.Add(FormattableString.Invariant($"{run.BestNorm:0.##}"));
            }

            lines[label] = FormattableString.Invariant($"{model},{start},{seed},{label},{reverser.Measure(run, samples.HeldOut, null).AttackSuccessRate:0.000},") + string.Join(',', norms);
        });
        foreach (var line in lines)
            Console.WriteLine(line);
    }
}
