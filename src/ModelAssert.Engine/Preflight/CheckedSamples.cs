using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Preflight;

/// <summary>Samples that fit a model, as tensors, split into those that triggers are optimised on and those that measure them.</summary>
internal sealed class CheckedSamples : IDisposable
{
    /// <summary>As many examples as one picture shows.</summary>
    private const int ExampleCount = 8;

    /// <summary>Splits the samples in halves; they are in random order already.</summary>
    /// <param name="images">All images <c>[N, C, H, W]</c>, raw pixels in [0, 1]; owned by this object from now on.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="storedRange">The range that they were stored in.</param>
    /// <param name="inputRange">The range that the model takes them in.</param>
    /// <param name="accuracy">The model's accuracy on them.</param>
    public CheckedSamples(torch.Tensor images, IReadOnlyList<int> labels, PixelRange storedRange, PixelRange inputRange, double accuracy)
    {
        var optimised = (labels.Count + 1) / 2;
        images.DetachFromDisposeScope();
        All = new ImageSet(images, labels);
        Optimisation = All.Slice(0, optimised);
        HeldOut = All.Slice(optimised, labels.Count - optimised);
        StoredRange = storedRange;
        InputRange = inputRange;
        Accuracy = accuracy;
    }

    public ImageSet All { get; }

    /// <summary>The half that triggers are optimised on.</summary>
    public ImageSet Optimisation { get; }

    /// <summary>The half that no optimisation sees.</summary>
    public ImageSet HeldOut { get; }

    public PixelRange StoredRange { get; }

    public PixelRange InputRange { get; }

    public double Accuracy { get; }

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
