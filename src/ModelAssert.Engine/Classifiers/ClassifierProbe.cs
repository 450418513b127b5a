using System.Runtime.InteropServices;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>What a network that libtorch runs itself is asked before it is believed to be a classifier: nothing but running it tells.</summary>
internal static class ClassifierProbe
{
    private const int Count = 5;

    /// <summary>Runs a network on pictures of a shape.</summary>
    /// <param name="model">What it is called, in errors.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="forward">The network.</param>
    /// <returns>Its output, one value per label for each image, <c>[5, labels]</c>, owned by the current dispose scope.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0014</c>: it is no classifier of such images.</exception>
    public static torch.Tensor Run(string model, ImageShape shape, Func<torch.Tensor, torch.Tensor> forward)
    {
        using var withoutGradients = torch.no_grad();
        var output = Forward(model, shape, forward);
        return output.shape is [Count, >= 2 and <= int.MaxValue] && output.dtype == torch.ScalarType.Float32
            ? output
            : throw ClassifierErrors.NotAClassifier(model, $"for {Count} images it puts out [{string.Join(", ", output.shape)}] in {output.dtype}");
    }

    /// <summary>Refuses weights that are not numbers.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0015</c>: one is not finite.</exception>
    public static void RequireFinite(string model, string name, torch.Tensor weight)
    {
        using var scope = torch.NewDisposeScope();
        if (!weight.isfinite().all().item<bool>())
            throw ClassifierErrors.NotFinite(model, $"The weight '{name}'");
    }

    private static torch.Tensor Forward(string model, ImageShape shape, Func<torch.Tensor, torch.Tensor> forward)
    {
        try
        {
            return forward(torch.linspace(0, 1, Count * shape.Volume).reshape(Count, shape.Channels, shape.Height, shape.Width));
        }
        catch (Exception e) when (e is ExternalException or InvalidCastException)
        {
            throw ClassifierErrors.NotAClassifier(model, $"it does not take images of {shape} ({ClassifierErrors.OneLine(e)})", e);
        }
    }
}
