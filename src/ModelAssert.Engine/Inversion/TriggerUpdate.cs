using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>One mini-batch of the optimisation: forward, backward, and a step of the optimiser. Where a scan spends its time.</summary>
/// <param name="classifier">The network behind its preprocessing.</param>
/// <param name="variables">Mask and pattern, which are changed.</param>
/// <param name="optimiser">The optimiser of these variables.</param>
internal sealed class TriggerUpdate(RawImageClassifier classifier, TriggerVariables variables, Adam optimiser)
{
    /// <summary>Changes the variables by one step.</summary>
    /// <param name="images">Raw pixels, <c>[N, C, H, W]</c>.</param>
    /// <param name="target">The target label N times.</param>
    /// <param name="cost">λ.</param>
    /// <returns>As they were before the step: the images that are taken for the target, and the norm of the mask.</returns>
    public (long Hits, double Norm) Run(torch.Tensor images, torch.Tensor target, double cost)
    {
        using var scope = torch.NewDisposeScope();
        var mask = variables.Mask();
        var norm = mask.sum();
        var logits = classifier.Logits(Stamping.Stamp(images, mask, variables.Pattern()));
        optimiser.Minimise(torch.nn.functional.cross_entropy(logits, target) + norm * cost);
        return (logits.argmax(1).eq(target).sum().item<long>(), norm.item<float>());
    }
}
