using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.MaximumMargin;

/// <summary>
/// Climbs to the image of which a network is surest: the largest margin of a label's logit over the others (Wang, Xiang, Miller and Kesidis, "MM-BD", IEEE S&amp;P 2024). Safe to use from several threads at once.
/// </summary>
/// <param name="classifier">The network.</param>
/// <param name="shape">The shape of its images.</param>
internal sealed class MarginSearch(RawImageClassifier classifier, ImageShape shape)
{
    // Of several starts the best counts.
    private const int Starts = 8;
    private const int Steps = 60;
    private const double LearningRate = 0.05;

    /// <summary>Climbs for one label.</summary>
    /// <param name="label">The label.</param>
    /// <param name="seed">Seeds the images that it starts from.</param>
    /// <returns>The label's logit less the largest other one, in the network's own unit.</returns>
    public double LargestOf(int label, int seed)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator((ulong)(uint)new TriggerAim(label).SeedFrom(seed));
        var images = torch.rand([Starts, shape.Channels, shape.Height, shape.Width], generator: generator);
        using var adam = new Adam([images], LearningRate, beta1: 0.9, beta2: 0.999);
        for (var step = 0; step < Steps; step++)
        {
            using var inner = torch.NewDisposeScope();
            images.requires_grad_(true);
            var gradient = Gradients.Of(LogitMargin.Of(classifier.Logits(images), label).sum(), [images])[0];
            images.requires_grad_(false);
            adam.Step([-gradient]);
            images.clamp_(LastingScalar.Of(0), LastingScalar.Of(1));
        }

        using var withoutGradients = torch.no_grad();
        return LogitMargin.Of(classifier.Logits(images), label).max().item<float>();
    }
}
