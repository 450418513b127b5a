using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;

namespace ModelAssert.Engine.Neurons;

/// <summary>Whether a reversed trigger works as backdoors do, through a few neurons before the output layer (Wang et al. 2019, section VI-A).</summary>
internal static class ActivationEvidence
{
    /// <summary>Measures the activations under each trigger.</summary>
    /// <param name="network">The network; stays as it is.</param>
    /// <param name="triggers">Reversed triggers, of different labels.</param>
    /// <param name="samples">Neurons are ranked on one half, activations are measured on the other.</param>
    /// <returns>By target label; nothing where the network's layers cannot be seen.</returns>
    public static IReadOnlyDictionary<int, NeuronActivation> Of(DifferentiableClassifier network, IReadOnlyList<Trigger> triggers, PreparedSamples samples)
    {
        var activations = new Dictionary<int, NeuronActivation>();
        if (triggers.Count == 0)
            return activations;

        try
        {
            using var copy = network.TrainableCopy();
            if (copy.Layers.FirstOrDefault(layer => layer.Kind == PrunableLayerKind.Penultimate) is { } layer)
            {
                var ranking = new NeuronRanking(layer, new RawImageClassifier(copy, samples.Preprocessing));
                foreach (var trigger in triggers)
                    activations.Add(trigger.TargetLabel, Of(layer, trigger, ranking, samples));
            }
        }
        catch (ModelAssertException e) when (e.Id == DiagnosticIds.ModelNotTrainable)
        {
            // It says more of a finding and decides nothing: a scan does not fail for it.
        }

        return activations;
    }

    private static NeuronActivation Of(PrunableLayer layer, Trigger trigger, NeuronRanking ranking, PreparedSamples samples)
    {
        int[] top = [.. NeuronRanking.TopOf(ranking.Order(trigger, samples.Optimisation))];
        using var others = samples.HeldOut.Where(label => label != trigger.TargetLabel, samples.HeldOut.Count);
        var (clean, stamped) = (ranking.MeanOf(others.Images), ranking.MeanOf(others.Images, trigger));
        return new NeuronActivation(layer.Name, layer.Neurons, top.Length, top.Average(neuron => clean[neuron]), top.Average(neuron => stamped[neuron]));
    }
}
