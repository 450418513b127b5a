using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>A layer of a network whose neurons can be taken out: channels of a convolution, or the values that the output layer reads (Wang et al. 2019, section VI-B).</summary>
/// <param name="Kind">Which layer it is.</param>
/// <param name="Name">What the file calls it, for people.</param>
/// <param name="Neurons">How many neurons it has.</param>
/// <param name="MeanActivations">
/// The mean activation of each neuron, <c>[neurons]</c>, over images <c>[N, C, H, W]</c> in the network's own pixel range, and over positions where a neuron has several. After
/// the non-linearity that follows the layer. The current dispose scope owns it.
/// </param>
/// <param name="Parts">The weights that make, or pass on, the neurons' values. A neuron whose parts are all 0 adds nothing to what follows.</param>
internal sealed record PrunableLayer(
    PrunableLayerKind Kind, string Name, int Neurons, Func<torch.Tensor, torch.Tensor> MeanActivations, IReadOnlyList<NeuronPart> Parts)
{
    /// <summary>
    /// Of a convolution, its kernel as it is applied: with the factor of the batch norm that follows, <c>[channels, inputs, …]</c>, float32, of the weights as they are now. The
    /// current dispose scope owns it. <see langword="null"/> for other layers.
    /// </summary>
    public Func<torch.Tensor>? AppliedKernel { get; init; }

    /// <summary>Takes a neuron out.</summary>
    /// <param name="neuron">Its place, counted from 0.</param>
    public void Prune(int neuron)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        foreach (var (weight, axis) in Parts)
            weight.select(axis, neuron).zero_();
    }

    /// <summary>What a neuron's parts are now, to be put back.</summary>
    /// <param name="neuron">Its place, counted from 0.</param>
    /// <returns>Copies, in the order of <see cref="Parts"/>, owned by the current dispose scope.</returns>
    internal IReadOnlyList<torch.Tensor> Copy(int neuron) => [.. Parts.Select(part => part.Weight.select(part.Axis, neuron).clone())];

    /// <summary>Puts a neuron back.</summary>
    /// <param name="neuron">Its place, counted from 0.</param>
    /// <param name="values">What <see cref="Copy"/> gave.</param>
    internal void Restore(int neuron, IReadOnlyList<torch.Tensor> values)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        foreach (var (part, value) in Parts.Zip(values))
            part.Weight.select(part.Axis, neuron).copy_(value);
    }
}

/// <summary>A weight of which each neuron has a slice.</summary>
/// <param name="Weight">One of the network's weights; stays the network's.</param>
/// <param name="Axis">The axis along which the neurons lie.</param>
internal sealed record NeuronPart(torch.Tensor Weight, int Axis);

/// <summary>The layers that mitigations work on.</summary>
internal enum PrunableLayerKind
{
    /// <summary>The last convolution before the output layer; its channels are the neurons.</summary>
    LastConvolution,

    /// <summary>The layer whose values the output layer reads. A neuron is taken out of what the output layer makes of it, so it may be a sum of several branches.</summary>
    Penultimate,

    /// <summary>A convolution before the last one.</summary>
    Convolution,
}
