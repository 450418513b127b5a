using System.CommandLine;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;
using TorchSharp;

namespace ModelAssert.Benchmarks;

/// <summary>How well the gradients of networks account for what the networks do: the figures behind <see cref="GradientCheck"/>.</summary>
internal static class GradientsCommand
{
    public static Command Create()
    {
        var models = new Argument<string[]>("models") { Arity = ArgumentArity.OneOrMore };
        var samples = new Option<string>("--samples") { Required = true };
        var command = new Command("gradients", "Adds up the gradients of networks along paths between images, and compares with what the outputs do.") { models, samples };
        command.SetAction(arguments => Run(arguments.GetValue(models)!, arguments.GetValue(samples)!));
        return command;
    }

    private static void Run(string[] models, string samplesPath)
    {
        Console.WriteLine("| model | paths | largest error with 4 points | largest error | most points | seconds |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var model in models)
        {
            using var network = OnnxClassifier.Load(model);
            var samples = SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount);
            using var fit = new BackdoorScanner(network).Fit(samples, samplesPath, new ScanOptions());
            var images = fit.Ready.Optimisation;
            int[] places = [.. Enumerable.Range(0, 4).Union(images.Labels.Index().DistinctBy(entry => entry.Item).Select(entry => entry.Index))];
            var input = fit.Ready.Preprocessing.ApplyTo(images.Images.index_select(0, torch.tensor(Array.ConvertAll(places, place => (long)place))));
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var paths = new GradientCheck(network).Measure(input, Array.ConvertAll(places, place => images.Labels[place])).ToArray();
            Console.WriteLine(FormattableString.Invariant(
                $"| {Path.GetFileName(model)} | {paths.Length} | {paths.Where(path => path.Points == 4).Select(path => path.Error).DefaultIfEmpty().Max():0.000} | {paths.Max(path => path.Error):0.000} | {paths.Max(path => path.Points)} | {clock.Elapsed.TotalSeconds:0.00} |"));
        }
    }
}
