using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// The score of an input: for each infected label a weighted sum of the layer's activations, counted from its clean mean in clean deviations, so that one threshold does for all; of several labels the
/// largest. One product of matrices does that, here and in the file.
/// </summary>
/// <param name="Neurons">How many neurons the layer has.</param>
/// <param name="Labels">The infected labels, one at least.</param>
internal sealed record FilterFormula(int Neurons, IReadOnlyList<FilterDirection> Labels)
{
    /// <summary>What each neuron adds to each label's score, <c>[neurons, labels]</c>, row by row.</summary>
    /// <returns>A new array.</returns>
    public float[] Weights() => [.. Enumerable.Range(0, Neurons).SelectMany(neuron => Labels.Select(label => label.Weights[neuron]))];

    /// <summary>The score of each label where all neurons are silent.</summary>
    /// <returns>A new array.</returns>
    public float[] Biases() => [.. Labels.Select(label => label.Bias)];

    /// <summary>Computes scores.</summary>
    /// <param name="activations"><c>[N, neurons]</c>, float32.</param>
    /// <returns><c>[N]</c>, float32; the current dispose scope owns it.</returns>
    public torch.Tensor Scores(torch.Tensor activations) =>
        activations.mm(torch.tensor(Weights(), [Neurons, Labels.Count])).Plus(torch.tensor(Biases())).amax([1L]);
}

/// <summary>How the score of one label is computed.</summary>
/// <param name="Label">The label.</param>
/// <param name="Weights">What each neuron's activation is multiplied with.</param>
/// <param name="Bias">What is added.</param>
internal sealed record FilterDirection(int Label, IReadOnlyList<float> Weights, float Bias);
