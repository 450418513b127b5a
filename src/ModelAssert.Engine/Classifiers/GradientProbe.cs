using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>Whether a network's output has a gradient by its input: asked once, when a model is loaded, since no trigger can be searched for without.</summary>
internal static class GradientProbe
{
    private const int Count = 2;

    /// <summary>Refuses a network without a gradient. One that is 0 somewhere is a gradient.</summary>
    /// <param name="model">What it is called, in errors.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="forward">The network.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0028</c>: it has none.</exception>
    public static void Require(string model, ImageShape shape, Func<torch.Tensor, torch.Tensor> forward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        using var scope = torch.NewDisposeScope();
        using var withGradients = torch.enable_grad();
        var images = torch.linspace(0, 1, Count * shape.Volume).reshape(Count, shape.Channels, shape.Height, shape.Width).requires_grad_();
        try
        {
            Gradients.Of(forward(images).sum(), [images]);
        }
        catch (ModelAssertException e) when (e.Id == DiagnosticIds.NoGradient)
        {
            throw NativeErrors.NoGradient(model, "an operator in it passes none on");
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw NativeErrors.NoGradient(model, ClassifierErrors.OneLine(e));
        }
    }
}
