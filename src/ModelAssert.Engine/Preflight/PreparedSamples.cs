using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Preflight;

/// <summary>Samples that fit a model, as tensors, split into those that triggers are optimised on and those that measure them.</summary>
internal sealed class PreparedSamples : IDisposable
{
    /// <summary>As many examples as one picture shows.</summary>
    private const int ExampleCount = 8;

    /// <summary>Splits the samples in halves; they are in random order already.</summary>
    /// <param name="images">All images <c>[N, C, H, W]</c>, raw pixels in [0, 1]; owned by this object from now on.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="storedRange">The range that they were stored in.</param>
    /// <param name="preprocessing">What the model is given them with, and how that was come by.</param>
    public PreparedSamples(torch.Tensor images, IReadOnlyList<int> labels, PixelRange storedRange, PreprocessingSummary preprocessing)
    {
        var optimised = (labels.Count + 1) / 2;
        images.DetachFromDisposeScope();
        All = new ImageSet(images, labels);
        Optimisation = All.Slice(0, optimised);
        HeldOut = All.Slice(optimised, labels.Count - optimised);
        StoredRange = storedRange;
        PreprocessingSummary = preprocessing;
    }

    public ImageSet All { get; }

    /// <summary>The half that triggers are optimised on.</summary>
    public ImageSet Optimisation { get; }

    /// <summary>The half that no optimisation sees.</summary>
    public ImageSet HeldOut { get; }

    public PixelRange StoredRange { get; }

    /// <summary>What the model is given them with, and how that was come by.</summary>
    public PreprocessingSummary PreprocessingSummary { get; }

    /// <summary>What the model is given them with.</summary>
    public Preprocessing Preprocessing => PreprocessingSummary.Used;

    /// <summary>A few held-out images, raw pixels in [0, 1], to show triggers on; each <c>[C, H, W]</c>.</summary>
    /// <param name="label">The label that they have, or <see langword="null"/> for any.</param>
    public ExampleImage[] ExamplesOf(int? label)
    {
        using var scope = torch.NewDisposeScope();
        return [.. HeldOut.Labels.Index().Where(entry => label is null || entry.Item == label).Take(ExampleCount).Select(entry =>
            new ExampleImage(entry.Item, HeldOut.Images[entry.Index].contiguous().data<float>().ToArray()))];
    }

    public void Dispose()
    {
        Optimisation.Dispose();
        HeldOut.Dispose();
        All.Dispose();
    }
}
