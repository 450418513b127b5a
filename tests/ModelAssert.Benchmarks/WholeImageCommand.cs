using System.CommandLine;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.WholeImages;
using ModelAssert.Onnx;
using ModelAssert.Onnx.Format;

namespace ModelAssert.Benchmarks;

/// <summary><c>whole-image</c>: what the searches for a warp and for a pattern over the whole image come to.</summary>
internal static class WholeImageCommand
{
    public static Command Create()
    {
        var models = new Argument<FileInfo[]>("models") { Description = "ONNX models.", Arity = ArgumentArity.OneOrMore };
        var samples = new Option<FileInfo>("--samples") { Description = "Clean samples.", Required = true };
        var seeds = new Option<int[]>("--seeds") { Description = "Seeds of the scan.", DefaultValueFactory = _ => [0], AllowMultipleArgumentsPerToken = true };
        var command = new Command("whole-image", "Looks for a warp and for a pattern over the whole image; of each: the number that is judged, the two sizes that it is made of over what other labels mostly take, how many these are, the label, the share of the images that go there, success on held-out images.")
        {
            models, samples, seeds,
        };
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
        var options = new ScanOptions { Detectors = [Detector.Warp, Detector.WholeImage], Seed = seed };
        var scan = new BackdoorScanner(network).Scan(SampleLoader.Load(samples, network.InputShape, network.LabelCount), samples, options, cancellation: cancellation);
        foreach (var ran in scan.Detections)
        {
            var findings = (WholeImageFindings)ran.Findings;
            var said = findings.Measured is not { } measured ? "" : FormattableString.Invariant(
                $"{measured.Share:0.000} ({measured.AwaySize / measured.Usual:0.000}, {measured.TowardsSize / measured.Usual:0.000}, {measured.References.Count}), label {measured.Label}, {measured.ShareOfLabel:0.00}{(measured.IsControl ? " control" : "")}, success {measured.SuccessRate:0.00}, usual {measured.Usual:0.000}, several {measured.Mapping.DistinctTargets} {measured.Mapping.SuccessRate:0.00}");
            Console.WriteLine(FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(model)} seed {seed} {findings.Question.Noun}: {findings.Conclusion.Verdict}, {said}, {ran.Seconds:0.0} s"));
        }
    }
}
