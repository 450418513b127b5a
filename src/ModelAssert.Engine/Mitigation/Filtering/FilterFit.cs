using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Neurons;
using ModelAssert.Engine.Preflight;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation.Filtering;

/// <summary>
/// Finds what tells a trigger in the second-to-last layer, and scores images by it. That is learned on the half of the samples that triggers were reversed on; scores that thresholds and figures come from
/// are those of the other half.
/// </summary>
/// <param name="network">The infected network; stays as it is.</param>
/// <param name="tap">Its second-to-last layer.</param>
/// <param name="samples">The samples, in halves.</param>
internal sealed class FilterFit(DifferentiableClassifier network, FilterTap tap, PreparedSamples samples)
{
    private const int BatchSize = 128;

    private readonly RawImageClassifier classifier = new(network, samples.Preprocessing);

    /// <summary>The score for some infected labels, and what their triggers do to the layer.</summary>
    /// <param name="labels">For each, the triggers to learn from.</param>
    /// <param name="asPublished">Whether the score is the mean activation of the top 1 % of the neurons, rather than what <see cref="Discriminant.Fisher"/> makes of all.</param>
    public (FilterFormula Formula, IReadOnlyList<FilterProfile> Profiles) Learn(IEnumerable<IReadOnlyList<Trigger>> labels, bool asPublished = false)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var clean = Activations(samples.Optimisation.Images, null);
        (FilterDirection Direction, FilterProfile Profile)[] learnt = [.. labels.Select(triggers => LearnLabel(clean, triggers, asPublished)).OrderBy(label => label.Profile.Label)];
        return (new FilterFormula(tap.Neurons, [.. learnt.Select(label => label.Direction)]), [.. learnt.Select(label => label.Profile)]);
    }

    /// <summary>The scores of the held-out images: of all labels, as they come.</summary>
    public float[] CleanScores(FilterFormula formula) => ScoresOf(formula, samples.HeldOut.Images, null);

    /// <summary>The scores of held-out images of other labels with a trigger on them, and whether it takes them to its label.</summary>
    public IReadOnlyList<(float Score, bool Taken)> StampedScores(FilterFormula formula, Trigger trigger)
    {
        using var others = samples.HeldOut.Where(label => label != trigger.TargetLabel, samples.HeldOut.Count);
        var predicted = classifier.Predict(others.Images, images => Stamping.Stamp(images, trigger));
        return [.. ScoresOf(formula, others.Images, trigger).Zip(predicted, (score, label) => (score, label == trigger.TargetLabel))];
    }

    /// <param name="clean">The activations of the images to learn from, of all labels: in use they all come.</param>
    /// <param name="triggers">The triggers of one label.</param>
    /// <param name="asPublished">Whether the score is the published one.</param>
    private (FilterDirection Direction, FilterProfile Profile) LearnLabel(torch.Tensor clean, IReadOnlyList<Trigger> triggers, bool asPublished)
    {
        using var scope = torch.NewDisposeScope();
        var label = triggers[0].TargetLabel;
        var others = torch.tensor(samples.Optimisation.IndicesWhere(other => other != label));
        var stamped = StampedInTurn(samples.Optimisation.Images.index_select(0, others), triggers);
        var (cleanMeans, stampedMeans) = (MeansOf(clean.index_select(0, others)), MeansOf(stamped));
        int[] top = [.. NeuronRanking.TopOf(NeuronRanking.Order(cleanMeans, stampedMeans))];
        var weights = asPublished ? Discriminant.MeanOf(top, tap.Neurons) : Discriminant.Fisher(clean, stamped);
        return (InDeviations(label, weights, clean, stamped), new FilterProfile(label, top, top.Average(neuron => cleanMeans[neuron]), top.Average(neuron => stampedMeans[neuron])));
    }

    /// <summary>The activations of images of which each carries one of the triggers, evenly.</summary>
    private torch.Tensor StampedInTurn(torch.Tensor images, IReadOnlyList<Trigger> triggers) => torch.cat(
        [.. triggers.Index().Where(turn => turn.Index < images.shape[0]).Select(turn => Activations(images.slice(0, turn.Index, images.shape[0], triggers.Count), turn.Item))], 0);

    /// <summary>
    /// Counts a score from its clean mean in clean deviations. Neurons that no clean image moves have no deviation, and any activation of theirs tells: the rise under the trigger stands in for it.
    /// </summary>
    private static FilterDirection InDeviations(int label, torch.Tensor weights, torch.Tensor clean, torch.Tensor stamped)
    {
        var (cleanScores, stampedScores) = (Project(clean), Project(stamped));
        var mean = cleanScores.Average();
        var deviation = Math.Sqrt(cleanScores.Average(score => (score - mean) * (score - mean)));
        var rise = stampedScores.Average() - mean;
        var unit = deviation > 0 ? deviation : rise > 0 ? rise : 1;
        return new FilterDirection(label, [.. weights.data<double>().Select(weight => (float)(weight / unit))], (float)(-mean / unit));

        double[] Project(torch.Tensor activations) => activations.to(torch.ScalarType.Float64).mv(weights).data<double>().ToArray();
    }

    private static double[] MeansOf(torch.Tensor activations) => activations.to(torch.ScalarType.Float64).mean([0L]).data<double>().ToArray();

    private float[] ScoresOf(FilterFormula formula, torch.Tensor images, Trigger? trigger)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        return formula.Scores(Activations(images, trigger)).contiguous().data<float>().ToArray();
    }

    /// <summary>The activation of each neuron for each image, <c>[N, neurons]</c>.</summary>
    private torch.Tensor Activations(torch.Tensor images, Trigger? trigger)
    {
        var batches = new List<torch.Tensor>();
        for (var start = 0L; start < images.shape[0]; start += BatchSize)
        {
            using var scope = torch.NewDisposeScope();
            var batch = images.narrow(0, start, Math.Min(BatchSize, images.shape[0] - start));
            batches.Add(tap.Activations(classifier.Preprocess(trigger is null ? batch : Stamping.Stamp(batch, trigger))).MoveToOuterDisposeScope());
        }

        return torch.cat(batches, 0);
    }
}
