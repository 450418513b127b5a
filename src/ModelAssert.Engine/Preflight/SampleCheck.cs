using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Preflight;

/// <summary>Everything that must hold before a scan is worth its time: range, preprocessing, import, accuracy.</summary>
internal sealed class SampleCheck(DifferentiableClassifier network)
{
    /// <summary>At least this many held-out samples must be of another label than the one a trigger aims at.</summary>
    private const int MinimumOtherLabels = 5;

    private readonly AccuracyRule accuracyRule = new(network.LabelCount);

    /// <summary>Scales and splits the samples, finds how the model wants them, and proves the model on them.</summary>
    /// <param name="samples">The samples as drawn, in random order.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="path">Where the samples come from, for errors.</param>
    /// <returns>The samples, ready; owned by the caller.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0015</c>, <c>0016</c>, <c>0022</c>, <c>0024</c>, <c>0026</c> or <c>0027</c>: see there.</exception>
    public FitSamples Run(CleanSamples samples, ScanOptions options, string path)
    {
        using var scope = torch.NewDisposeScope();
        var description = options.Description;
        var storage = StoredRange.Of(samples, description?.InputRange, path);
        var images = ToTensor(samples, storage);
        var labeled = new ImageSet(images, samples.Labels);
        var search = new PreprocessingSearch(network);
        var findings = description?.InputRange is { } stated
            ? search.Measure(labeled, Preprocessing.Of(description, stated), path)
            : search.Find(labeled, storage, samples.Range is null, options.MinimumAccuracy ?? accuracyRule.Floor, description, path);

        var input = findings.Summary.Used.ApplyTo(images);
        network.RequireSameAnswers(input);
        var parity = network.ProveImport(input);
        var used = SamplesToUse(samples, findings, options.MinimumAccuracy, path);
        if (used.CountDifferent() is var different && different < Math.Max(ScanOptions.MinimumSampleCount, used.Count / 2))
            throw SampleErrors.FewDifferent(path, different, used.Count);

        var ready = new PreparedSamples(used == samples ? images : ToTensor(used, storage), used.Labels, storage, findings.Summary);
        RequireOtherLabels(ready.HeldOut, path);
        var summary = new SamplesSummary(used.Count, ready.HeldOut.Count, used.Sha256(), findings.Accuracy, findings.Summary.Used.InputRange)
        {
            LabelCount = samples.Labels.Distinct().Count(),
            LeftOut = samples.Count - used.Count,
            Preprocessing = findings.Summary,
        };
        return new FitSamples(ready, summary, parity);
    }

    /// <summary>All samples of a model that is accurate enough; of another one those that it is right on, if they are enough. Who states a minimum means it.</summary>
    private CleanSamples SamplesToUse(CleanSamples samples, PreprocessingFindings findings, double? minimum, string path)
    {
        if (findings.Accuracy >= (minimum ?? accuracyRule.Floor))
            return samples;
        if (minimum is { } stated)
            throw PreflightErrors.AccuracyImplausible(path, findings, stated);

        int[] right = [.. Enumerable.Range(0, samples.Count).Where(i => findings.Right[i])];
        var enough = accuracyRule.MinimumRight(samples.Count);
        return right.Length >= enough ? samples.Only(right) : throw PreflightErrors.TooFewRight(path, findings, accuracyRule.Floor, enough);
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
