using System.Runtime.InteropServices;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// The second-to-last layer of a network whose program cannot be looked into, seen through its output layer. Where the logits are <c>z = W·h + b</c>, the gradient of
/// <c>z₀ − z₁</c> by the first row of W is h. Of the difference, since it stays the same where the network puts out logarithms of probabilities.
/// </summary>
internal sealed class OutputWeight
{
    /// <summary>What is left of <c>z − W·h</c> may differ between two images by this share of the largest logit: rounding does, by much less.</summary>
    private const double Tolerance = 1e-3;

    private readonly DifferentiableClassifier network;
    private readonly torch.Tensor weight;

    private OutputWeight(DifferentiableClassifier network, torch.Tensor weight) => (this.network, this.weight) = (network, weight);

    /// <summary>Finds the layer by trying the weights that may be W, the last first, on two images of noise.</summary>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="weights">Its weights by name.</param>
    /// <returns>The layer, or <see langword="null"/> where no weight behaves like W.</returns>
    public static PrunableLayer? Find(DifferentiableClassifier network, IReadOnlyDictionary<string, torch.Tensor> weights)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(0);
        var (c, h, w) = network.InputShape;
        var images = torch.rand([2, c, h, w], generator: generator);
        foreach (var (name, weight) in weights.Reverse())
        {
            if (weight.shape is not [var labels, var neurons] || labels != network.LabelCount)
                continue;
            var candidate = new OutputWeight(network, weight);
            if (candidate.Explains(images))
                return new PrunableLayer(PrunableLayerKind.Penultimate, $"read by {name}", (int)neurons, candidate.MeanActivations, [new NeuronPart(weight, 1)]);
        }

        return null;
    }

    /// <summary>Whether the logits are W·h, and something that is the same for every image but for a number that is the same for every label.</summary>
    private bool Explains(torch.Tensor images)
    {
        try
        {
            using var withoutGradients = torch.no_grad();
            var (first, second) = (Rest(images.narrow(0, 0, 1)), Rest(images.narrow(0, 1, 1)));
            var largest = network.Logits(images).abs().max().item<float>();
            return (first - second).abs().max().item<float>() <= Tolerance * Math.Max(1, largest);
        }
        catch (Exception e) when (e is ExternalException or ModelAssertException { Id: DiagnosticIds.NoGradient })
        {
            // Of a weight that the logits do not depend on, or whose shape is another.
            return false;
        }
    }

    private torch.Tensor Rest(torch.Tensor image)
    {
        var rest = network.Logits(image).squeeze(0) - weight.mv(MeanActivations(image));
        return rest - rest.mean();
    }

    private torch.Tensor MeanActivations(torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        using var withGradients = torch.enable_grad();
        var asked = weight.requires_grad;
        weight.requires_grad_(true);
        try
        {
            var logits = network.Logits(images);
            var difference = (logits.select(1, 0) - logits.select(1, 1)).mean();
            return Gradients.Of(difference, [weight])[0].select(0, 0).detach().MoveToOuterDisposeScope();
        }
        finally
        {
            weight.requires_grad_(asked);
        }
    }
}
