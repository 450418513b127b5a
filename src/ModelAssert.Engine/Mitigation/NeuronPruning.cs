using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Neurons;
using ModelAssert.Engine.Preflight;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// Takes out the neurons of a layer that a reversed trigger drives most, until the network no longer responds to it (Wang et al. 2019, section VI-B).
/// </summary>
/// <param name="network">The network; its weights are changed.</param>
/// <param name="layer">One of its layers.</param>
/// <param name="samples">Neurons are ranked on the half that triggers were optimised on; success and accuracy are measured on the other.</param>
/// <param name="options">The limits.</param>
/// <param name="pruned">The neurons that are out already, by their places; those that are taken out are added.</param>
internal sealed class NeuronPruning(TrainableClassifier network, PrunableLayer layer, PreparedSamples samples, RepairOptions options, HashSet<int> pruned)
{
    /// <summary>Success is measured after every so many neurons, as a share of the layer.</summary>
    private const double CheckedShare = 0.01;

    /// <summary>
    /// Once the trigger fails, so many more neurons are taken out, as a share of those that it took. A reversed trigger is smaller than the attacker's, which drives neurons that it does not:
    /// on two GTSRB networks of the zoo's tuning split reversed ones failed with 14 and 20 neurons out, where the attacker's still worked 8 and 11 times in 100, and the attacker's with 18 and 24.
    /// </summary>
    private const double Reserve = 0.5;

    /// <summary>What they may cost, of the accuracy with which the trigger fails.</summary>
    private const double ReserveAccuracyLoss = 0.01;

    private readonly NeuronRanking ranking = new(layer, new RawImageClassifier(network, samples.Preprocessing));
    private readonly MitigationMeasure measure = new(samples.HeldOut, samples.Preprocessing);

    /// <summary>The neurons that may be taken out at most; one at least, however small the layer.</summary>
    private int Limit => Math.Max(1, (int)(options.MaximumPrunedShare * layer.Neurons));

    /// <summary>Prunes for one trigger. Neurons that were taken out for another stay out, and count.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="accuracyBefore">The accuracy of the network as it came.</param>
    /// <param name="afterStep">Called each time that neurons were taken out.</param>
    /// <param name="cancellation">Ends the pruning.</param>
    /// <returns>How it went.</returns>
    public PruningCurve Run(Trigger trigger, double accuracyBefore, Action? afterStep = null, CancellationToken cancellation = default)
    {
        var points = new List<PruningPoint> { Measure(trigger) };
        var left = new Queue<int>(ranking.Order(trigger, samples.Optimisation).Where(neuron => !pruned.Contains(neuron)));
        var cameWith = pruned.Count;
        var leastAccuracy = accuracyBefore - options.MaximumAccuracyLoss;
        var end = Prune(SuccessBar(trigger), Limit, leastAccuracy);
        if (end == PruningEnd.TriggerFails)
        {
            var reserve = (int)Math.Ceiling(Reserve * (pruned.Count - cameWith));
            Prune(successBar: null, Math.Min(pruned.Count + reserve, Limit), Math.Max(leastAccuracy, points[^1].CleanAccuracy - ReserveAccuracyLoss));
        }

        return new PruningCurve(trigger.TargetLabel, layer.Name, layer.Neurons, pruned.Count, end, points);

        PruningEnd Prune(double? successBar, int limit, double leastAccuracy)
        {
            while (successBar is null || points[^1].AttackSuccessRate > successBar)
            {
                cancellation.ThrowIfCancellationRequested();
                if (pruned.Count >= limit)
                    return PruningEnd.LimitReached;

                using var scope = torch.NewDisposeScope();
                var taken = Take(left, limit);
                var point = Measure(trigger);
                afterStep?.Invoke();
                if (point.CleanAccuracy < leastAccuracy)
                {
                    PutBack(taken);
                    return PruningEnd.AccuracyGuard;
                }

                points.Add(point);
            }

            return PruningEnd.TriggerFails;
        }
    }

    /// <summary>
    /// The success at which a network no longer responds: 1 %, or the share of clean images of other labels that go to the target anyway, if that is more (method, section 10).
    /// </summary>
    private double SuccessBar(Trigger trigger) => Math.Max(RepairOptions.NoResponse, measure.CleanShareOf(trigger.TargetLabel, network));

    /// <summary>Takes out as many neurons as make the next percent of the layer, one at least, up to a limit.</summary>
    private List<(int Neuron, IReadOnlyList<torch.Tensor> Values)> Take(Queue<int> left, int limit)
    {
        var taken = new List<(int, IReadOnlyList<torch.Tensor>)>();
        var percent = (int)(pruned.Count / (CheckedShare * layer.Neurons)) + 1;
        var next = Math.Clamp((int)Math.Ceiling(percent * CheckedShare * layer.Neurons), pruned.Count + 1, limit);
        while (pruned.Count < next)
        {
            var neuron = left.Dequeue();
            taken.Add((neuron, layer.Copy(neuron)));
            layer.Prune(neuron);
            pruned.Add(neuron);
        }

        return taken;
    }

    private void PutBack(List<(int Neuron, IReadOnlyList<torch.Tensor> Values)> taken)
    {
        foreach (var (neuron, values) in taken)
        {
            layer.Restore(neuron, values);
            pruned.Remove(neuron);
        }
    }

    private PruningPoint Measure(Trigger trigger) =>
        new((double)pruned.Count / layer.Neurons, measure.EffectOf(trigger, network).AttackSuccessRate, measure.CleanAccuracy(network));
}
