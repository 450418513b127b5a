using ModelAssert.Engine.Native;
using ModelAssert.Engine.Training;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// Images made from a network alone: noise that gradient descent changes until the network sees a label in it (Liu et al. 2018, section IV-B). They look like nothing, but
/// the network answers to them as to images of that label. How well <see cref="TrojanAttack"/> does with them depends on the network; measure it.
/// </summary>
public static class ReversedImages
{
    private const int BatchSize = 64;
    private const double Rate = 0.05;

    // At this probability an image is done.
    private const double Confidence = 0.95;

    // Neighbouring pixels shall be alike, as in images: the paper's denoising, as a part of the loss (total variation).
    private const double Smoothness = 1;

    /// <summary>Makes images for every label.</summary>
    /// <param name="network">From <c>[N, C, H, W]</c>, float32, in [0, 1] to logits <c>[N, labels]</c>, on the CPU. It is left in evaluation mode.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="labels">How many labels the network tells apart; positive.</param>
    /// <param name="perLabel">How many images of each label; positive.</param>
    /// <param name="steps">Steps of gradient descent; positive.</param>
    /// <param name="seed">Seeds the noise.</param>
    /// <param name="cancellationToken">Ends the work before the next step.</param>
    /// <returns>The images that the network gives their label, at most <paramref name="perLabel"/> of each, in the order of the labels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="InvalidOperationException">Not one image got its label.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static LabeledImages Of(
        nn.Module<Tensor, Tensor> network, ImageShape shape, int labels, int perLabel = 20, int steps = 200, int seed = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perLabel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);

        network.eval();
        var random = new Random(seed);
        var (pixels, kept) = (new List<float>(), new List<int>());
        foreach (var wanted in Enumerable.Range(0, labels * perLabel).Select(index => index / perLabel).Chunk(BatchSize))
        {
            var (images, seen) = Reverse(network, shape, wanted, steps, random, cancellationToken);
            for (var i = 0; i < wanted.Length; i++)
            {
                if (seen[i] != wanted[i])
                    continue;
                pixels.AddRange(images.AsSpan(i * shape.Volume, shape.Volume));
                kept.Add(wanted[i]);
            }
        }

        return kept.Count > 0
            ? new LabeledImages(shape, [.. pixels], [.. kept])
            : throw new InvalidOperationException($"After {steps} steps the network gives no image its label.");
    }

    private static (float[] Images, long[] Seen) Reverse(
        nn.Module<Tensor, Tensor> network, ImageShape shape, int[] wanted, int steps, Random random, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var start = new float[wanted.Length * shape.Volume];
        foreach (ref var value in start.AsSpan())
            value = random.NextSingle();

        using var images = new TorchSharp.Modules.Parameter(tensor(start, [wanted.Length, shape.Channels, shape.Height, shape.Width]));
        using var optimizer = new AdamSteps([images], Rate);
        var labels = tensor(Array.ConvertAll(wanted, label => (long)label));
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var stepScope = NewDisposeScope();
            optimizer.Descend(Surprise(network.forward(images), labels).add(Variation(images), LastingScalar.Of(Smoothness)));
            using var withoutGradients = no_grad();
            images.clamp_(LastingScalar.Of(0), LastingScalar.Of(1));
        }

        using var finished = no_grad();
        return (images.detach().data<float>().ToArray(), network.forward(images).argmax(1).data<long>().ToArray());
    }

    /// <summary>
    /// The cross-entropy of the images that do not look enough like their label yet. The others rest: pushed on, they would drive neurons as no image does.
    /// </summary>
    private static Tensor Surprise(Tensor logits, Tensor labels)
    {
        var each = nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None);
        return (each * each.detach().gt(LastingScalar.Of(-Math.Log(Confidence)))).sum();
    }

    /// <summary>The mean squared difference of neighbours.</summary>
    private static Tensor Variation(Tensor images)
    {
        var (height, width) = (images.size(2), images.size(3));
        var down = images.narrow(2, 1, height - 1) - images.narrow(2, 0, height - 1);
        var right = images.narrow(3, 1, width - 1) - images.narrow(3, 0, width - 1);
        return down.Squared().mean().Plus(right.Squared().mean());
    }
}
