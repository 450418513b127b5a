using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Neurons;

/// <summary>Which neurons of a layer carry a trigger: those whose mean activation it raises most (Wang et al. 2019, section VI-A).</summary>
/// <param name="layer">The layer.</param>
/// <param name="classifier">Its network behind the preprocessing.</param>
internal sealed class NeuronRanking(PrunableLayer layer, RawImageClassifier classifier)
{
    /// <summary>The share of a layer that suffices to carry a backdoor (section VI-A: the top 1 %).</summary>
    public const double TopShare = 0.01;

    private const int BatchSize = 128;

    /// <summary>Orders the neurons by <c>gap_j = a_j(stamped) − a_j(clean)</c>, the largest first.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="images">Clean images. Those of all labels but the target are used: the others go there anyway.</param>
    /// <returns>Every neuron once, by its place in the layer.</returns>
    public int[] Order(Trigger trigger, ImageSet images)
    {
        using var others = images.Where(label => label != trigger.TargetLabel, images.Count);
        return Order(MeanOf(others.Images), MeanOf(others.Images, trigger));
    }

    /// <summary>The same order, of mean activations that are known. Where gaps are equal, by place: the same order each time.</summary>
    public static int[] Order(double[] clean, double[] stamped) =>
        [.. Enumerable.Range(0, clean.Length).OrderByDescending(neuron => stamped[neuron] - clean[neuron]).ThenBy(neuron => neuron)];

    /// <summary>The first ⌈1 %⌉ of an order: at least one neuron.</summary>
    public static IEnumerable<int> TopOf(int[] order) => order.Take((int)Math.Ceiling(TopShare * order.Length));

    /// <summary>The mean activation of each neuron.</summary>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c>, float32, in [0, 1].</param>
    /// <param name="trigger">Stamped on them first, or <see langword="null"/>.</param>
    public double[] MeanOf(torch.Tensor images, Trigger? trigger = null)
    {
        var (sums, count) = (new double[layer.Neurons], images.shape[0]);
        for (var start = 0L; start < count; start += BatchSize)
        {
            using var scope = torch.NewDisposeScope();
            var batch = images.narrow(0, start, Math.Min(BatchSize, count - start));
            var pixels = classifier.Preprocess(trigger is null ? batch : Stamping.Stamp(batch, trigger));
            var means = layer.MeanActivations(pixels).contiguous().data<float>().ToArray();
            for (var neuron = 0; neuron < sums.Length; neuron++)
                sums[neuron] += means[neuron] * (double)batch.shape[0] / count;
        }

        return sums;
    }
}
