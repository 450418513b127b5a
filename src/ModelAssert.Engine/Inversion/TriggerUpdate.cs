using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// One mini-batch of the optimisation: forward, backward, and a step of the optimiser. Where a scan spends its time, so libtorch differentiates the
/// network alone; what is before it has a gradient that can be written down, in a third of the passes over the images.
/// </summary>
/// <param name="classifier">The network behind its preprocessing.</param>
/// <param name="variables">Mask and pattern, which are changed.</param>
/// <param name="optimiser">The optimiser of these variables.</param>
/// <param name="goal">What stamped images shall do.</param>
/// <param name="guidance">Told about every gradient.</param>
/// <param name="temperature">What the network's logits are divided by (<see cref="LogitTemperature"/>).</param>
internal sealed class TriggerUpdate(RawImageClassifier classifier, TriggerVariables variables, Adam optimiser, IStampGoal goal, GradientGuidance guidance, double temperature)
{
    private readonly Scalar temperature = LastingScalar.Of(temperature);

    /// <summary>Changes the variables by one step.</summary>
    /// <param name="images">Raw pixels x, <c>[N, C, H, W]</c>.</param>
    /// <param name="labels">The N labels that the goal is about.</param>
    /// <param name="cost">λ.</param>
    /// <returns>As they were before the step: the images that reach the goal, and the norm of the mask.</returns>
    public (long Hits, double Norm) Run(torch.Tensor images, torch.Tensor labels, double cost)
    {
        using var scope = torch.NewDisposeScope();
        var (mask, pattern) = (variables.Mask(), variables.Pattern());
        var difference = pattern - images;
        var stamped = torch.addcmul(images, mask, difference, LastingScalar.Of(1)).requires_grad_();

        var logits = classifier.Logits(stamped);
        // The network gives it with the channels last; products of two layouts are slow.
        var gradient = Gradients.Of(goal.Loss(logits / temperature, labels), [stamped])[0].contiguous();
        guidance.Observe(gradient);

        // A(x, m, Δ) = x + m·(Δ − x), so the derivative is Δ − x by m, which all images and colours share, and m by Δ, which all images share.
        optimiser.Step(variables.Gradients((gradient * difference).sum([0L, 1L], keepdim: true).Plus(cost), gradient.sum(0, keepdim: true) * mask));
        return (goal.IsReached(logits, labels).sum().item<long>(), mask.sum().item<float>());
    }
}
