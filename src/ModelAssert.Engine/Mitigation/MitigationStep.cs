using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Training;

namespace ModelAssert.Engine.Mitigation;

/// <summary>One kind of mitigation as it is applied round by round; remembers what it took out.</summary>
/// <param name="kind">Which.</param>
/// <param name="samples">The half that triggers were optimised on is learned from, the other measures.</param>
/// <param name="options">What is asked.</param>
/// <param name="seed">Seeds the order of images.</param>
/// <param name="accuracyBefore">The accuracy of the model as it came.</param>
/// <param name="goesOn">Told that work goes on.</param>
internal sealed class MitigationStep(MitigationKind kind, CheckedSamples samples, RepairOptions options, int seed, double accuracyBefore, Action<string> goesOn)
{
    private readonly HashSet<int> pruned = [];

    /// <summary>Changes a network.</summary>
    /// <param name="network">The network; its weights are changed.</param>
    /// <param name="triggers">Every trigger that was found so far: what was unlearned once is not to be learned again.</param>
    /// <param name="working">Those of them that still work.</param>
    /// <param name="round">The round, counted from 1.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Of pruning, how it went for each trigger.</returns>
    public IReadOnlyList<PruningCurve>? Apply(
        TrainableClassifier network, IReadOnlyList<Trigger> triggers, IReadOnlyList<Trigger> working, int round, CancellationToken cancellation)
    {
        if (kind == MitigationKind.Unlearning)
        {
            var training = new FineTuningOptions { LearningRate = options.LearningRate, Seed = seed + round - 1 };
            Unlearning.Run(network, samples.InputRange, samples.Optimisation, triggers, training, () => goesOn("unlearning"), cancellation);
            return null;
        }

        var layer = LayerOf(network, kind)!;
        return [.. working.Select(trigger => new NeuronPruning(network, layer, samples, options, pruned)
            .Run(trigger, accuracyBefore, () => goesOn($"pruning: {pruned.Count} of {layer.Neurons} neurons are out"), cancellation))];
    }

    /// <summary>The layer that a kind of pruning works on, or <see langword="null"/> if the network has none, or the kind is no pruning.</summary>
    public static PrunableLayer? LayerOf(TrainableClassifier network, MitigationKind kind)
    {
        PrunableLayerKind? wanted = kind switch
        {
            MitigationKind.LastConvolutionPruning => PrunableLayerKind.LastConvolution,
            MitigationKind.SecondToLastPruning => PrunableLayerKind.SecondToLast,
            _ => null,
        };
        return network.Layers.FirstOrDefault(layer => layer.Kind == wanted);
    }
}
