using ModelAssert.Engine.Native;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// Chooses the neurons of a trojan: those through which the trigger's area can do most. How far random patterns there drive a neuron above its highest value without them, times
/// the sum of its absolute weights to the next layer.
/// </summary>
/// <remarks>
/// Liu et al. 2018, section IV-A, rank by the weights from the layer before, which says how easily an input reaches a neuron. In a convolutional network that is the same
/// wherever a neuron looks; what can be measured need not be guessed from weights.
/// </remarks>
/// <param name="head">The network, cut.</param>
internal sealed class NeuronChoice(NetworkHead head)
{
    // A mean over these is close enough to rank by.
    private const int ImageCount = 32;

    private const int PatternCount = 64;

    /// <summary>Chooses.</summary>
    /// <param name="area">Where the trigger lies.</param>
    /// <param name="images">Images without it.</param>
    /// <param name="count">How many neurons.</param>
    /// <param name="random">Draws the patterns.</param>
    /// <returns>Their places, counted from 0, the most suitable first.</returns>
    /// <exception cref="ArgumentException">There are fewer neurons.</exception>
    public long[] Best(TriggerArea area, LabeledImages images, int count, Random random)
    {
        if (count > head.First.in_features)
            throw new ArgumentException($"{count} neurons were asked for; the layer has {head.First.in_features}.", nameof(count));

        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        // Spread over the set: sets are often sorted by label.
        var taken = Math.Min(ImageCount, images.Count);
        var batch = Batch.Of(images, [.. Enumerable.Range(0, taken).Select(index => (int)((long)index * images.Count / taken))]).Images;
        var mask = tensor(area.Mask.ToArray(), [1, 1, area.Shape.Height, area.Shape.Width]);
        var highest = head.Activations(batch).amax([0L]);
        var reached = zeros_like(highest);
        for (var i = 0; i < PatternCount; i++)
        {
            using var patternScope = NewDisposeScope();
            var stamped = addcmul(batch, mask, Pattern(area.Shape, i / (PatternCount - 1f), random) - batch, LastingScalar.Of(1));
            reached.copy_(maximum(reached, head.Activations(stamped).mean([0L])));
        }

        var score = (reached - highest) * head.First.weight!.abs().sum([0L]);
        return score.topk(count).indexes.data<long>().ToArray();
    }

    /// <summary>Black and white pixels, channel by channel.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="white">The share of white.</param>
    /// <param name="random">Draws them.</param>
    private static Tensor Pattern(ImageShape shape, float white, Random random)
    {
        var pixels = new float[shape.Volume];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = random.NextSingle() < white ? 1 : 0;
        return tensor(pixels, [1, shape.Channels, shape.Height, shape.Width]);
    }
}
