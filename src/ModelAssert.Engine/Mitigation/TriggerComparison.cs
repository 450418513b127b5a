using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Neurons;
using ModelAssert.Engine.Preflight;

namespace ModelAssert.Engine.Mitigation;

/// <summary>How a reversed trigger compares with the one that an attacker used, where that is known (Wang et al. 2019, sections V-C and VI-A).</summary>
/// <param name="ReversedSuccess">The success of the reversed trigger on held-out images of other labels, a fraction.</param>
/// <param name="OriginalSuccess">That of the original one.</param>
/// <param name="MaskOverlap">The area that both masks cover (m ≥ 0.5) over the area that either covers: intersection over union, a fraction.</param>
/// <param name="MassInside">The share of the reversed mask's norm that lies where the original mask covers: reversed masks are smaller than what they were reversed from.</param>
/// <param name="Neurons">What both do in the second-to-last layer; <see langword="null"/> where that was not found.</param>
internal sealed record TriggerComparison(double ReversedSuccess, double OriginalSuccess, double MaskOverlap, double MassInside, NeuronComparison? Neurons)
{
    /// <summary>From here on a mask covers a pixel.</summary>
    private const float Covers = 0.5f;

    /// <summary>Compares two triggers of one label.</summary>
    /// <param name="network">The infected network.</param>
    /// <param name="reversed">The trigger that was reversed.</param>
    /// <param name="original">The attacker's.</param>
    /// <param name="samples">Neurons are ranked on one half, success and activations are measured on the other.</param>
    public static TriggerComparison Of(TrainableClassifier network, Trigger reversed, Trigger original, PreparedSamples samples)
    {
        var measure = new MitigationMeasure(samples.HeldOut, samples.Preprocessing);
        var (inReversed, inOriginal) = (CoveredBy(reversed), CoveredBy(original));
        var either = inReversed.Union(inOriginal).Count();
        var inside = original.Mask.Zip(reversed.Mask).Sum(pixel => pixel.First >= Covers ? pixel.Second : 0.0);
        var layer = network.Layers.FirstOrDefault(candidate => candidate.Kind == PrunableLayerKind.Penultimate);
        return new TriggerComparison(
            measure.EffectOf(reversed, network).AttackSuccessRate, measure.EffectOf(original, network).AttackSuccessRate,
            either == 0 ? 0 : inReversed.Intersect(inOriginal).Count() / (double)either,
            reversed.MaskL1Norm > 0 ? inside / reversed.MaskL1Norm : 0,
            layer is null ? null : NeuronComparison.Of(new NeuronRanking(layer, new RawImageClassifier(network, samples.Preprocessing)), reversed, original, samples));
    }

    private static HashSet<int> CoveredBy(Trigger trigger) => [.. trigger.Mask.Index().Where(pixel => pixel.Item >= Covers).Select(pixel => pixel.Index)];
}

/// <summary>What two triggers do to the neurons that carry the backdoor.</summary>
/// <param name="TopOverlap">Of the top 1 % neurons of each trigger, those of both over those of either (Jaccard index), a fraction.</param>
/// <param name="Clean">The mean activation of the original trigger's top 1 % neurons on clean images of other labels.</param>
/// <param name="Reversed">The same under the reversed trigger.</param>
/// <param name="Original">The same under the original trigger (the columns of table III).</param>
internal sealed record NeuronComparison(double TopOverlap, double Clean, double Reversed, double Original)
{
    public static NeuronComparison Of(NeuronRanking ranking, Trigger reversed, Trigger original, PreparedSamples samples)
    {
        int[] ofReversed = [.. NeuronRanking.TopOf(ranking.Order(reversed, samples.Optimisation))];
        int[] ofOriginal = [.. NeuronRanking.TopOf(ranking.Order(original, samples.Optimisation))];
        using var others = samples.HeldOut.Where(label => label != original.TargetLabel, samples.HeldOut.Count);
        return new NeuronComparison(
            ofReversed.Intersect(ofOriginal).Count() / (double)ofReversed.Union(ofOriginal).Count(), MeanUnder(null), MeanUnder(reversed), MeanUnder(original));

        double MeanUnder(Trigger? trigger)
        {
            var means = ranking.MeanOf(others.Images, trigger);
            return ofOriginal.Average(neuron => means[neuron]);
        }
    }
}
