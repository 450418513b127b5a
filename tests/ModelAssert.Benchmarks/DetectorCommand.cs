using System.CommandLine;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;
using ModelAssert.Onnx.Format;

namespace ModelAssert.Benchmarks;

/// <summary>Commands that have some detectors look at models, with some seeds each, and print what these came to.</summary>
internal static class DetectorCommand
{
    /// <summary>Makes a command.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="description">What it does and prints.</param>
    /// <param name="detectors">The detectors that look.</param>
    /// <param name="print">Prints what they came to, after the model and the seed.</param>
    public static Command Create(string name, string description, Detector[] detectors, Action<string, ScanFindings> print)
    {
        var models = new Argument<FileInfo[]>("models") { Description = "ONNX models.", Arity = ArgumentArity.OneOrMore };
        var samples = new Option<FileInfo>("--samples") { Description = "Clean samples.", Required = true };
        var seeds = new Option<int[]>("--seeds") { Description = "Seeds of the scan.", DefaultValueFactory = _ => [0], AllowMultipleArgumentsPerToken = true };
        var command = new Command(name, description) { models, samples, seeds };
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

        void Run(string model, string path, int seed, CancellationToken cancellation)
        {
            using var network = OnnxClassifier.Import(OnnxFile.Parse(model, File.ReadAllBytes(model)));
            var options = new ScanOptions { Detectors = detectors, Seed = seed };
            print(
                FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(model)} seed {seed}"),
                new BackdoorScanner(network).Scan(SampleLoader.Load(path, network.InputShape, network.LabelCount), path, options, cancellation: cancellation));
        }
    }
}
