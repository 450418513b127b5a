using TorchSharp;

namespace ModelAssert.Engine.Mitigation.Filtering;

/// <summary>
/// The score of an input: for each infected label the mean activation of its neurons, counted from the clean mean in clean deviations; of several labels the largest. One product of matrices does
/// that, here and in the file.
/// </summary>
/// <param name="Neurons">How many neurons the layer has.</param>
/// <param name="Profiles">The infected labels, one at least.</param>
public sealed record FilterFormula(int Neurons, IReadOnlyList<FilterProfile> Profiles)
{
    /// <summary>What each neuron adds to each label's score, <c>[neurons, labels]</c>, row by row.</summary>
    /// <returns>A new array.</returns>
    public float[] Weights()
    {
        var weights = new float[Neurons * Profiles.Count];
        foreach (var (column, profile) in Profiles.Index())
        {
            foreach (var neuron in profile.Neurons)
                weights[neuron * Profiles.Count + column] = (float)(1 / (profile.Neurons.Count * profile.Unit));
        }

        return weights;
    }

    /// <summary>The score of each label where all its neurons are silent.</summary>
    /// <returns>A new array.</returns>
    public float[] Biases() => [.. Profiles.Select(profile => (float)(-profile.CleanMean / profile.Unit))];

    /// <summary>Computes scores.</summary>
    /// <param name="activations"><c>[N, neurons]</c>, float32.</param>
    /// <returns><c>[N]</c>, float32; the current dispose scope owns it.</returns>
    public torch.Tensor Scores(torch.Tensor activations) =>
        activations.matmul(torch.tensor(Weights(), [Neurons, Profiles.Count])).add(torch.tensor(Biases())).amax([1L]);
}
