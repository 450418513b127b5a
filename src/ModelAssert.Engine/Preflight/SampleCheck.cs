using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Preflight;

/// <summary>Everything that must hold before a scan is worth its time: range, import, accuracy.</summary>
internal sealed class SampleCheck(DifferentiableClassifier network)
{
    /// <summary>At least this many held-out samples must be of another label than the one a trigger aims at.</summary>
    private const int MinimumOtherLabels = 5;

    /// <summary>Draws, scales and splits the samples, and proves the model on them.</summary>
    /// <param name="samples">The samples as drawn, in random order.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="path">Where the samples come from, for errors.</param>
    /// <returns>The samples, ready, owned by the caller; and the proof of the import.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0015</c>, <c>0016</c>, <c>0022</c>, <c>0024</c> or <c>0026</c>: see there.</exception>
    public (CheckedSamples Samples, ImportParity Parity) Run(CleanSamples samples, ScanOptions options, string path)
    {
        using var scope = torch.NewDisposeScope();
        var storage = PixelRangeDetection.OfStorage(samples, options.Description?.InputRange, path);
        var images = ToTensor(samples, storage);
        var labeled = new ImageSet(images, samples.Labels);
        var detection = new PixelRangeDetection(network);
        var (range, accuracy) = options.Description?.InputRange is { } stated
            ? (stated, detection.AccuracyOn(labeled, stated))
            : detection.OfModel(labeled, storage, samples.Range is null, options.MinimumAccuracy, path);

        var input = new RawImageClassifier(network, range).Preprocess(images);
        network.RequireSameAnswers(input);
        var parity = network.ProveImport(input);
        if (accuracy < options.MinimumAccuracy)
            throw PreflightErrors.AccuracyImplausible(path, accuracy, samples.Count, range, options.MinimumAccuracy);

        var ready = new CheckedSamples(images, samples.Labels, storage, range, accuracy);
        RequireOtherLabels(ready.HeldOut, path);
        return (ready, parity);
    }

    private static torch.Tensor ToTensor(CleanSamples samples, PixelRange storage)
    {
        var (shape, count) = (samples.Shape, samples.Count);
        var stored = torch.tensor(samples.Values.ToArray(), [count, shape.Channels, shape.Height, shape.Width]);
        return ((stored - LastingScalar.Of(storage.Minimum)) / LastingScalar.Of(storage.Span)).contiguous();
    }

    private static void RequireOtherLabels(ImageSet heldOut, string path)
    {
        var (label, count) = heldOut.Labels.CountBy(label => label).MaxBy(entry => entry.Value);
        if (heldOut.Count - count < MinimumOtherLabels)
            throw SampleErrors.OneLabelOnly(path, label);
    }
}
