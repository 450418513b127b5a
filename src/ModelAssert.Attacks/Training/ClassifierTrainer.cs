using ModelAssert.Engine.Training;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// Trains a network to classify images, by cross-entropy and Adam. The same network, images and options give the same weights, bit by bit, on the
/// same machine with the same number of torch threads (<c>NativeLibraries.Load</c> sets one). Another processor may round differently.
/// </summary>
/// <remarks>
/// The order of the images comes from a generator of its own. Dropout draws from torch's global generator, which is seeded for the time of a training
/// and then put back: with dropout, nothing else in the process may draw from it meanwhile, and making a module is drawing.
/// </remarks>
public sealed class ClassifierTrainer
{
    private readonly TrainingOptions options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ClassifierTrainer(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
    }

    /// <summary>Trains a network in place.</summary>
    /// <param name="network">
    /// From <c>[N, C, H, W]</c>, float32, in [0, 1] to logits <c>[N, labels]</c>, on the CPU. It is left in evaluation mode and without gradients.
    /// </param>
    /// <param name="images">What to learn.</param>
    /// <param name="progress">Is told each epoch.</param>
    /// <param name="cancellationToken">Ends the training before the next batch.</param>
    /// <exception cref="ArgumentException">
    /// The network's output is not <c>[N, labels]</c>, or an image has a label that the network does not have.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was cancelled; the weights are those of the last batch.</exception>
    public void Train(
        nn.Module<Tensor, Tensor> network, LabeledImages images, IProgress<EpochResult>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        RequireLabels(network, images);

        using var dropout = new SeededGlobalGenerator(options.Seed);
        using var optimizer = new AdamSteps(network.parameters(), options.LearningRate);
        var random = new Random(options.Seed);
        var order = Enumerable.Range(0, images.Count).ToArray();
        network.train();
        try
        {
            for (var epoch = 1; epoch <= options.Epochs; epoch++)
            {
                random.Shuffle(order);
                var (loss, correct) = TrainEpoch(network, optimizer, images, order, cancellationToken);
                progress?.Report(new EpochResult(epoch, loss / images.Count, correct / (double)images.Count));
            }
        }
        finally
        {
            network.eval();
        }
    }

    private (double Loss, long Correct) TrainEpoch(
        nn.Module<Tensor, Tensor> network, AdamSteps optimizer, LabeledImages images, int[] order, CancellationToken cancellationToken)
    {
        var (loss, correct) = (0.0, 0L);
        for (var start = 0; start < order.Length; start += options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var indices = order.AsSpan(start, Math.Min(options.BatchSize, order.Length - start));
            var (batchLoss, batchCorrect) = Step(network, optimizer, images, indices);
            loss += batchLoss * indices.Length;
            correct += batchCorrect;
        }

        return (loss, correct);
    }

    /// <summary>One gradient step. Its tensors live in one scope: otherwise native memory would grow without end, unseen by the collector.</summary>
    private static (double MeanLoss, long Correct) Step(
        nn.Module<Tensor, Tensor> network, AdamSteps optimizer, LabeledImages images, ReadOnlySpan<int> indices)
    {
        using var scope = NewDisposeScope();
        var (batch, labels) = Batch.Of(images, indices);
        var logits = network.forward(batch);
        var loss = nn.functional.cross_entropy(logits, labels);
        optimizer.Descend(loss);
        return (loss.item<float>(), logits.argmax(1).eq(labels).sum().item<long>());
    }

    private static void RequireLabels(nn.Module<Tensor, Tensor> network, LabeledImages images)
    {
        var known = Predictions.LabelCount(network, images);
        if (images.Labels.IndexOfAnyExceptInRange(0, known - 1) is >= 0 and var unknown)
        {
            throw new ArgumentException(
                $"Image {unknown} has label {images.Labels[unknown]}; the network has {known} labels, counted from 0.", nameof(images));
        }
    }
}
