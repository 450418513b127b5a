using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>What a network makes of images, in evaluation mode and without gradients.</summary>
internal static class Predictions
{
    // Large enough to keep libtorch busy, small enough that the activations of the paper's networks stay below 100 MB.
    private const int BatchSize = 256;

    /// <summary>The label with the largest logit, for each image.</summary>
    /// <param name="network">From <c>[N, C, H, W]</c> to logits <c>[N, labels]</c>. It is left in the mode in which it was given.</param>
    /// <param name="images">The images.</param>
    /// <returns>One label per image, <c>[N]</c>, counted from 0.</returns>
    public static long[] Of(nn.Module<Tensor, Tensor> network, LabeledImages images) => InEvaluationMode(network, () =>
    {
        var order = Enumerable.Range(0, images.Count).ToArray();
        var predicted = new List<long>(images.Count);
        foreach (var indices in order.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            var (batch, _) = Batch.Of(images, indices);
            predicted.AddRange(network.forward(batch).argmax(1).data<long>());
        }

        return predicted.ToArray();
    });

    /// <summary>How often a network says what is wanted of it.</summary>
    /// <param name="network">From <c>[N, C, H, W]</c> to logits <c>[N, labels]</c>. It is left in the mode in which it was given.</param>
    /// <param name="images">The images.</param>
    /// <param name="wanted">From an image's true label to the label that is wanted.</param>
    /// <returns>The share of the images, a fraction in [0, 1].</returns>
    public static double Share(nn.Module<Tensor, Tensor> network, LabeledImages images, Func<int, int> wanted) =>
        Of(network, images).Where((predicted, index) => predicted == wanted(images.Labels[index])).Count() / (double)images.Count;

    /// <summary>How many labels a network tells apart.</summary>
    /// <param name="network">From <c>[N, C, H, W]</c> to logits <c>[N, labels]</c>. It is left in the mode in which it was given.</param>
    /// <param name="images">Images of the shape that it takes; one of them is tried.</param>
    /// <returns>The number of logits per image.</returns>
    /// <exception cref="ArgumentException">The network's output is not <c>[N, labels]</c>.</exception>
    public static int LabelCount(nn.Module<Tensor, Tensor> network, LabeledImages images) => InEvaluationMode(network, () =>
    {
        using var scope = NewDisposeScope();
        var logits = network.forward(Batch.Of(images, [0]).Images);
        return logits.shape is [1, var labels]
            ? (int)labels
            : throw new ArgumentException(
                $"The network answers one image with [{string.Join(", ", logits.shape)}], not with [1, labels].", nameof(network));
    });

    private static T InEvaluationMode<T>(nn.Module<Tensor, Tensor> network, Func<T> ask)
    {
        using var withoutGradients = no_grad();
        var wasTraining = network.training;
        network.eval();
        try
        {
            return ask();
        }
        finally
        {
            network.train(wasTraining);
        }
    }
}
