using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// A copy of a network whose weights can be changed, and which goes back into the format that the network came in. It computes as the network does in use: batch norms with
/// their stored statistics, no dropout. For one thread.
/// </summary>
internal abstract class TrainableClassifier : DifferentiableClassifier
{
    /// <summary>
    /// What the layers have learnt, by the names that it has in the file: float32, of this network. Statistics of batch norms and constants of the graph are not among them.
    /// Whoever changes a value changes the network.
    /// </summary>
    public abstract IReadOnlyDictionary<string, torch.Tensor> Weights { get; }

    /// <summary>The layers whose neurons can be taken out, in the order in which mitigations try them; none where none is found. Their weights are among <see cref="Weights"/>.</summary>
    public virtual IReadOnlyList<PrunableLayer> Layers => [];

    /// <summary>Every convolution whose channels can be taken out, in the order of the network; none where none is found. Their weights are among <see cref="Weights"/>.</summary>
    public virtual IReadOnlyList<PrunableLayer> Convolutions => [];

    /// <summary>Has the weights ask for gradients, as training needs it; they do not at first.</summary>
    /// <param name="asked">Whether they do from now on.</param>
    public void AskForGradients(bool asked)
    {
        foreach (var weight in Weights.Values)
            weight.requires_grad_(asked);
    }

    /// <summary>Writes the network as it is now, and proves the file.</summary>
    /// <param name="images">Images to prove it on, <c>[N, C, H, W]</c>, float32, in the network's own pixel range.</param>
    /// <param name="path">Where to write; replaced as a whole, or not at all.</param>
    /// <returns>How well the file, in the runtime that it is for, agrees with this network.</returns>
    /// <exception cref="ModelAssertException">
    /// A weight is not finite (<c>MODELASSERT0015</c>), the file is not the network (<c>0016</c>), or it cannot be written (<c>0030</c>).
    /// </exception>
    public abstract ImportParity Write(torch.Tensor images, string path);
}
