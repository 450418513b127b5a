using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// A network as a frozen function of its input: gradients reach the pixels, never the weights. Safe to use from several threads at once.
/// </summary>
internal abstract class DifferentiableClassifier : IDisposable
{
    /// <summary>The shape of one input image.</summary>
    public abstract ImageShape InputShape { get; }

    /// <summary>How many labels it tells apart.</summary>
    public abstract int LabelCount { get; }

    /// <summary>
    /// Whether the model rounds to quantised values. Its gradients then go straight through the rounding: they are those of the same model without it, which has
    /// none of its own.
    /// </summary>
    public virtual bool IsQuantized => false;

    /// <summary>Applies the network, in evaluation mode.</summary>
    /// <param name="input">Images as the network expects them, <c>[N, C, H, W]</c>, float32, in the network's own pixel range. Any N of 1 and more.</param>
    /// <returns>Logits (before any softmax), <c>[N, labels]</c>, float32. The caller, or its dispose scope, owns the tensor.</returns>
    public abstract torch.Tensor Logits(torch.Tensor input);

    /// <summary>
    /// Has the network computed on a device from now on. Images go there and logits come back inside of <see cref="Logits"/>: they, masks and gradients stay on the
    /// processor, where they are small. Without effect on a network that belongs to the caller, like a module of this process.
    /// </summary>
    /// <param name="device">The device.</param>
    public virtual void MoveTo(torch.Device device)
    {
    }

    /// <summary>Copies the network so that its weights can be changed.</summary>
    /// <returns>The copy, which the caller disposes of.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT3001</c>: there is nothing in it that could be changed.</exception>
    public virtual TrainableClassifier TrainableCopy() => throw ClassifierErrors.NotTrainable(null, "it is a module of this process, which cannot be copied");

    /// <summary>Finds the layer that the output layer reads, for a filter of inputs.</summary>
    /// <returns>The layer; it borrows this network.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT3003</c>: there is none, or nothing can be written beside it.</exception>
    public virtual FilterTap FindFilterTap() => throw ClassifierErrors.NotFilterable();

    /// <summary>The network as one whose gates can be watched, driven and held; it borrows this network.</summary>
    /// <returns>It, or <see langword="null"/> where the network cannot be seen into.</returns>
    internal virtual GatedNetwork? FindGates() => null;

    /// <summary>Compares this function with the runtime that the model was made for, so that the import is proven and not assumed.</summary>
    /// <param name="input">Clean images as for <see cref="Logits"/>.</param>
    /// <returns>How well they agree; a difference of 0 where the function is the original itself.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0016</c>: they differ by more than the stated tolerance. <c>MODELASSERT0015</c>: an output is not a number.
    /// </exception>
    public virtual ImportParity ProveImport(torch.Tensor input) => new(0, (int)input.shape[0]);

    /// <summary>
    /// Holds a network that libtorch runs itself against itself, on these images and on those that it was held against before: before a scan, and once more after it.
    /// </summary>
    /// <param name="input">Clean images as for <see cref="Logits"/>.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0027</c>: it answers an image in two ways.</exception>
    internal virtual void RequireSameAnswers(torch.Tensor input)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the weights.</summary>
    /// <param name="disposing"><see langword="true"/> when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
