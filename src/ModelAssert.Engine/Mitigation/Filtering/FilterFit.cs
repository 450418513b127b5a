using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation.Filtering;

/// <summary>
/// Chooses the neurons that tell a trigger (Wang et al. 2019, section VI-A), and scores images by them. Neurons are chosen, and their clean activation is measured, on the half of the samples that
/// triggers were reversed on; scores that thresholds and figures come from are those of the other half.
/// </summary>
/// <param name="network">The infected network; stays as it is.</param>
/// <param name="tap">Its second-to-last layer.</param>
/// <param name="samples">The samples, in halves.</param>
internal sealed class FilterFit(DifferentiableClassifier network, FilterTap tap, CheckedSamples samples)
{
    private const int BatchSize = 128;

    private readonly RawImageClassifier classifier = new(network, samples.InputRange);

    /// <summary>The score for some infected labels.</summary>
    /// <param name="labels">For each, the triggers to choose its neurons by.</param>
    public FilterFormula FormulaOf(IEnumerable<IReadOnlyList<Trigger>> labels) => new(tap.Neurons, [.. labels.Select(ProfileOf).OrderBy(profile => profile.Label)]);

    /// <summary>The scores of the held-out images: of all labels, as they come.</summary>
    public float[] CleanScores(FilterFormula formula) => ScoresOf(formula, samples.HeldOut.Images, null);

    /// <summary>The scores of held-out images of other labels with a trigger on them, and whether it takes them to its label.</summary>
    public IReadOnlyList<(float Score, bool Taken)> StampedScores(FilterFormula formula, Trigger trigger)
    {
        using var others = samples.HeldOut.Where(label => label != trigger.TargetLabel, samples.HeldOut.Count);
        var predicted = classifier.Predict(others.Images, images => Stamping.Stamp(images, trigger));
        return [.. ScoresOf(formula, others.Images, trigger).Zip(predicted, (score, label) => (score, label == trigger.TargetLabel))];
    }

    /// <summary>
    /// The top 1 % of the neurons, by the mean rise of their activation under the triggers, on images of all labels but the target. The clean activation that scores are counted from is that of
    /// images of all labels: in use they all come.
    /// </summary>
    private FilterProfile ProfileOf(IReadOnlyList<Trigger> triggers)
    {
        var label = triggers[0].TargetLabel;
        using var scope = torch.NewDisposeScope();
        using var others = samples.Optimisation.Where(other => other != label, samples.Optimisation.Count);
        var ranking = new NeuronRanking(tap.Neurons, images => tap.Activations(images).mean([0L]), classifier);
        var (clean, stamped) = (ranking.MeanOf(others.Images), ranking.MeanOf(others.Images, triggers));
        int[] top = [.. NeuronRanking.TopOf(ranking.Order(clean, stamped))];

        var means = MeansOf(samples.Optimisation, top);
        var mean = means.Average();
        return new FilterProfile(label, top, mean, Math.Sqrt(means.Average(value => (value - mean) * (value - mean))), top.Average(neuron => stamped[neuron]));
    }

    /// <summary>The mean activation of some neurons, for each image.</summary>
    private double[] MeansOf(ImageSet images, int[] neurons)
    {
        using var scope = torch.NewDisposeScope();
        var chosen = torch.tensor(neurons.Select(neuron => (long)neuron).ToArray());
        return [.. InBatches(images.Images, null, activations => activations.index_select(1, chosen).mean([1L])).Select(value => (double)value)];
    }

    private float[] ScoresOf(FilterFormula formula, torch.Tensor images, Trigger? trigger) => InBatches(images, trigger, formula.Scores);

    private float[] InBatches(torch.Tensor images, Trigger? trigger, Func<torch.Tensor, torch.Tensor> valueOfEach)
    {
        using var withoutGradients = torch.no_grad();
        var (count, values) = (images.shape[0], new List<float>());
        for (var start = 0L; start < count; start += BatchSize)
        {
            using var scope = torch.NewDisposeScope();
            var batch = images.narrow(0, start, Math.Min(BatchSize, count - start));
            var activations = tap.Activations(classifier.Preprocess(trigger is null ? batch : Stamping.Stamp(batch, trigger)));
            values.AddRange(valueOfEach(activations).contiguous().data<float>().ToArray());
        }

        return [.. values];
    }
}
