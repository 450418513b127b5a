using System.CommandLine;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;
using TorchSharp;

namespace ModelAssert.Benchmarks;

/// <summary>Whether a verdict depends on the scale of the logits: the same network with its logits multiplied, and something added to all of them, scanned from several seeds.</summary>
internal static class ScalesCommand
{
    private static readonly double[] Scales = [0.001, 0.01, 0.1, 1, 10, 100, 1000];

    public static Command Create()
    {
        var model = new Argument<string>("model");
        var samples = new Option<string>("--samples") { Required = true };
        var seeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 3 };
        var offset = new Option<double>("--offset") { Description = "Added to every logit after the scale.", DefaultValueFactory = _ => 0 };
        var command = new Command("scales", "Scans a network with its logits multiplied by 0.001 to 1,000.") { model, samples, seeds, offset };
        command.SetAction(arguments => Run(arguments.GetValue(model)!, arguments.GetValue(samples)!, arguments.GetValue(seeds), arguments.GetValue(offset)));
        return command;
    }

    private static void Run(string model, string samplesPath, int seeds, double offset)
    {
        using var network = OnnxClassifier.Load(model);
        var samples = SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount);
        Console.WriteLine("| scale | temperature | seed | verdict | flagged | anomaly index | of the median | median (pixels) | detectable (pixels) | least success |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var scale in Scales)
        {
            using var scaled = new ScaledClassifier(network, scale, offset);
            for (var seed = 0; seed < seeds; seed++)
            {
                var options = new ScanOptions { Seed = seed };
                var scanner = new BackdoorScanner(scaled);
                using var fit = scanner.Fit(samples, samplesPath, options);
                var temperature = LogitTemperature.Of(new RawImageClassifier(scaled, fit.Ready.Preprocessing), fit.Ready.Optimisation);
                var found = scanner.Scan(fit, options, null, CancellationToken.None);
                var smallest = found.Labels!.Judgement.Labels.Where(label => label.NormToMedian is not null).MinBy(label => label.NormToMedian);
                Console.WriteLine(FormattableString.Invariant(
                    $"| {scale} | {temperature:0.####} | {seed} | {found.Verdict} | {smallest?.Label} {smallest?.State} | {found.Labels!.Judgement.AnomalyIndex:0.00} | {smallest?.NormToMedian:P0} | {found.Labels!.Judgement.MedianNorm:0.0} | {found.Labels!.Judgement.DetectableNorm:0.0} | {found.Labels!.Triggers.Min(trigger => trigger.AttackSuccessRate):P0} |"));
            }
        }
    }

    /// <summary>A network whose logits are multiplied, and shifted.</summary>
    private sealed class ScaledClassifier(DifferentiableClassifier network, double scale, double offset) : DifferentiableClassifier
    {
        public override ImageShape InputShape => network.InputShape;

        public override int LabelCount => network.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input) => (network.Logits(input) * LastingScalar.Of(scale)).Plus(LastingScalar.Of(offset));
    }
}
