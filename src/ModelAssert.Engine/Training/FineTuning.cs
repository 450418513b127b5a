using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Training;

/// <summary>How a network is trained further.</summary>
internal sealed record FineTuningOptions
{
    /// <summary>Passes over the images. One, for unlearning (Wang et al. 2019, section VI-C).</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Images a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The step size of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Seeds the order of the images.</summary>
    public int Seed { get; init; }
}

/// <summary>
/// Trains a finished network further, by cross-entropy and Adam. Batch norms keep their statistics and nothing is dropped out: the network learns as the function that it is in
/// use. The same network, images and options give the same weights, bit by bit, on the same machine.
/// </summary>
/// <param name="network">The network; its weights are changed.</param>
/// <param name="preprocessing">What it takes images with.</param>
/// <param name="options">How.</param>
internal sealed class FineTuning(TrainableClassifier network, Preprocessing preprocessing, FineTuningOptions options)
{
    private readonly RawImageClassifier classifier = new(network, preprocessing);

    /// <summary>Trains the network.</summary>
    /// <param name="images">What to learn: raw pixels in [0, 1], and their labels.</param>
    /// <param name="cancellation">Ends the training before the next step; the weights are those of the last one.</param>
    public void Run(ImageSet images, CancellationToken cancellation = default)
    {
        using var labels = torch.tensor(images.Labels.Select(label => (long)label).ToArray());
        Run(images.Images, labels, cancellation);
    }

    /// <summary>Trains the network.</summary>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c>, float32, in [0, 1].</param>
    /// <param name="answers">What to answer: labels <c>[N]</c>, int64, or probabilities <c>[N, labels]</c>, float32.</param>
    /// <param name="cancellation">Ends the training before the next step; the weights are those of the last one.</param>
    public void Run(torch.Tensor images, torch.Tensor answers, CancellationToken cancellation = default)
    {
        var random = new Random(options.Seed);
        var order = Enumerable.Range(0, (int)images.shape[0]).Select(i => (long)i).ToArray();
        network.AskForGradients(true);
        try
        {
            using var optimiser = new AdamSteps(network.Weights.Values, options.LearningRate);
            for (var epoch = 0; epoch < options.Epochs; epoch++)
            {
                random.Shuffle(order);
                foreach (var batch in order.Chunk(options.BatchSize))
                {
                    cancellation.ThrowIfCancellationRequested();
                    Step(optimiser, images, answers, batch);
                }
            }
        }
        finally
        {
            network.AskForGradients(false);
        }
    }

    /// <summary>One step down the gradient. Its tensors live in one scope, or native memory would grow without end.</summary>
    private void Step(AdamSteps optimiser, torch.Tensor images, torch.Tensor answers, long[] batch)
    {
        using var scope = torch.NewDisposeScope();
        var chosen = torch.tensor(batch);
        var logits = classifier.Logits(images.index_select(0, chosen));
        optimiser.Descend(torch.nn.functional.cross_entropy(logits, answers.index_select(0, chosen)));
    }
}
