using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>Where a graph has the values that its output layer reads, and how they lie there.</summary>
/// <param name="Node">How messages call the output layer.</param>
/// <param name="Slot">The slot of the values.</param>
/// <param name="Value">Their name in the file.</param>
/// <param name="Neurons">How many neurons there are.</param>
/// <param name="Positions">How many values each neuron has for an image.</param>
/// <param name="PositionsLast">Whether the values of a neuron lie side by side, as those of a channel do.</param>
internal sealed record ActivationTap(string Node, int Slot, string Value, int Neurons, int Positions, bool PositionsLast)
{
    /// <summary>Finds it.</summary>
    /// <param name="graph">The graph from images to logits.</param>
    /// <param name="images">Different images as the graph takes them, 2 or more.</param>
    /// <param name="takesBatches">Whether the graph treats the images of a batch each for itself.</param>
    /// <returns>The tap, or <see langword="null"/> if the graph has no such layer, or the layer's values are not of one image each.</returns>
    public static ActivationTap? Find(CompiledGraph graph, torch.Tensor images, bool takesBatches)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        if (MitigationLayers.Find(graph).OutputLayer is not { } output || graph.NameOf(output.Inputs[0]) is not { } name)
            return null;

        var part = graph.UpTo(output.Inputs[0]);
        if (takesBatches && !BatchProbe.TakesBatches(part, images))
            return null;

        var shape = part.Run(batch: 1, images.narrow(0, 0, 1))[0].shape;
        var isConvolution = output.Operator == "Conv";
        if (shape.Length < 2 || (isConvolution && shape[0] != 1))
            return null;

        var neurons = isConvolution ? shape[1] : shape[^1];
        var values = shape.Aggregate(1L, (product, size) => product * size);
        return new ActivationTap(output.Node, output.Inputs[0], name, (int)neurons, (int)(values / neurons), isConvolution);
    }

    /// <summary>One value for each neuron: the mean over its positions.</summary>
    /// <param name="values">The values in the slot, for N images.</param>
    /// <param name="count">N.</param>
    /// <returns><c>[N, neurons]</c>, owned by the current dispose scope.</returns>
    public torch.Tensor PerNeuron(torch.Tensor values, long count) =>
        PositionsLast ? values.reshape(count, Neurons, Positions).mean([2L]) : values.reshape(count, Positions, Neurons).mean([1L]);

    /// <summary>What <see cref="PerNeuron"/> and a product with weights do at once, as the weights of one product.</summary>
    /// <param name="weights"><c>[neurons, columns]</c>, row by row.</param>
    /// <param name="columns">How many columns.</param>
    /// <returns><c>[values of an image, columns]</c>, row by row.</returns>
    public float[] OverPositions(float[] weights, int columns)
    {
        var all = new float[weights.Length * Positions];
        for (var value = 0; value < Neurons * Positions; value++)
        {
            var neuron = PositionsLast ? value / Positions : value % Neurons;
            for (var column = 0; column < columns; column++)
                all[value * columns + column] = weights[neuron * columns + column] / Positions;
        }

        return all;
    }
}
