using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// Looks for a whole image that a label answers. Every label that a model ever answers has a working trigger: such an image, painted over all others. An optimisation that begins there works from its first step and has only to become
/// smaller, where one from noise may never come to a trigger at all.
/// </summary>
/// <param name="classifier">The network behind its preprocessing.</param>
internal sealed class WholeImageSearch(RawImageClassifier classifier)
{
    private const int BatchSize = 64;

    /// <summary>Steps of the sign of the gradient (Madry et al. 2018), each of so many of 255 levels: enough to take a pixel from one end to the other.</summary>
    private const int Steps = 64;
    private const double Rate = 4 / 255.0;

    /// <summary>Searches: the sample that comes nearest, and from there uphill until it is answered.</summary>
    /// <param name="samples">Clean samples, <c>[N, C, H, W]</c>, raw pixels in [0, 1]; of any label.</param>
    /// <param name="target">The label.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <returns>The image, <c>[1, C, H, W]</c>, owned by the current dispose scope. It may be one that the label does not answer, where nothing does.</returns>
    public torch.Tensor Run(torch.Tensor samples, int target, CancellationToken cancellation)
    {
        var image = Nearest(samples, target);
        for (var step = 0; step < Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var pixels = image.detach().clone().requires_grad_();
            var margin = LogitMargin.Of(classifier.Logits(pixels), target);
            if (margin.item<float>() > 0)
                break;
            image = pixels.detach().Plus(Gradients.Of(margin.sum(), [pixels])[0].sign().Times(Rate)).clamp(LastingScalar.Of(0), LastingScalar.Of(1)).MoveToOuterDisposeScope();
        }

        return image;
    }

    private torch.Tensor Nearest(torch.Tensor samples, int target)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var (nearest, largest) = (0L, double.NegativeInfinity);
        for (var first = 0L; first < samples.shape[0]; first += BatchSize)
        {
            using var inner = torch.NewDisposeScope();
            float[] margins = LogitMargin.Of(classifier.Logits(samples.narrow(0, first, Math.Min(BatchSize, samples.shape[0] - first))), target).data<float>().ToArray();
            foreach (var (i, margin) in margins.Index())
            {
                if (margin > largest)
                    (nearest, largest) = (first + i, margin);
            }
        }

        return samples.narrow(0, nearest, 1).clone().MoveToOuterDisposeScope();
    }
}
