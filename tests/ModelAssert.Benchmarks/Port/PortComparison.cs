using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;
using ModelAssert.Verdicts;
using Spectre.Console;
using static TorchSharp.torch;

namespace ModelAssert.Benchmarks;

/// <summary>The engine's scan and the port of the published code, on one model and the same clean images, in one run.</summary>
internal sealed class PortComparison(PortOptions options)
{
    // Two ways to compute the same float32 network.
    private const float Tolerance = 1e-3f;

    private readonly ScanOptions scan = new() { Seed = options.Seed };

    public void Run()
    {
        using var classifier = OnnxClassifier.Load(options.Model);
        using var network = PlainNetwork.Load(options.Model);
        var samples = SampleLoader.Load(options.Samples, classifier.InputShape, classifier.LabelCount);
        var images = OptimisationImages(samples);
        RequireSameFunction(classifier, network, images);

        var (findings, engineEffort) = Effort.Of(() => new BackdoorScanner(classifier).Scan(samples, options.Samples, scan));
        var engine = new PortRow("engine, profile fast", findings.Labels!.Judgement, findings.Labels!.Triggers.ToDictionary(
            trigger => trigger.Trigger.TargetLabel, trigger => trigger.Trigger.MaskL1Norm), engineEffort, classifier.LabelCount, classifier.LabelCount);
        // The port may take hours from here; who stops it keeps this.
        AnsiConsole.MarkupLineInterpolated($"engine: {engineEffort.Cpu:0.0} CPU s, {engineEffort.Wall:0.0} wall s, {findings.Verdict}, index {findings.Labels!.Judgement.AnomalyIndex:0.00}");

        var labels = options.Labels ?? [.. Enumerable.Range(0, classifier.LabelCount)];
        set_num_threads(options.Threads);
        var (measurements, portEffort) = Effort.Of(() => RunPort(network, images, labels));
        set_num_threads(1);
        var port = new PortRow("port of the published loop", Judge.Decide(measurements, scan.AnomalyIndexThreshold), measurements.ToDictionary(
            measurement => measurement.Label, measurement => measurement.MaskL1Norm), portEffort, labels.Count, classifier.LabelCount);

        AnsiConsole.MarkupLineInterpolated($"{options.Model}: {classifier.LabelCount} labels, {images.shape[0]} images to optimise on, {options.Threads} thread(s) for the port");
        AnsiConsole.Write(PortRow.Table(engine, port));
        images.Dispose();
    }

    /// <summary>The half of the drawn samples that the engine optimises on, in [0, 1]: both see the same images.</summary>
    private Tensor OptimisationImages(CleanSamples samples)
    {
        using var scope = NewDisposeScope();
        var drawn = samples.Draw(scan.MaximumSamples, scan.Seed);
        var range = drawn.Range ?? PixelRange.Unit;
        var all = tensor(drawn.Values.ToArray(), [drawn.Count, drawn.Shape.Channels, drawn.Shape.Height, drawn.Shape.Width]);
        return ((all - range.Minimum) / range.Span).narrow(0, 0, (drawn.Count + 1) / 2).contiguous().MoveToOuterDisposeScope();
    }

    private static void RequireSameFunction(OnnxClassifier classifier, nn.Module<Tensor, Tensor> network, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var some = images.narrow(0, 0, Math.Min(images.shape[0], 64));
        var difference = (classifier.Logits(some) - network.forward(some)).abs().max().item<float>();
        if (!(difference <= Tolerance))
            throw new InvalidDataException($"The plain network differs from the file by {difference:G3}.");
    }

    private LabelMeasurement[] RunPort(nn.Module<Tensor, Tensor> network, Tensor images, IReadOnlyList<int> labels)
    {
        var loop = new PublishedLoop(network, images, options.Seed);
        return [.. labels.Select(label =>
        {
            var ((norm, converged, steps), effort) = Effort.Of(() => loop.Reverse(label));
            AnsiConsole.MarkupLineInterpolated($"port, label {label}: norm {norm:0.0}, {(converged ? "converged" : "not converged")}, {steps} steps, {effort.Cpu:0.0} CPU s");
            return new LabelMeasurement(label, norm, converged);
        })];
    }
}
