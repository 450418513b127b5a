using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>A network that puts out probabilities where the softmax before them cannot be taken away.</summary>
internal static class ProbabilityOutput
{
    private const float Tolerance = 1e-4f;

    /// <summary>Whether outputs are probabilities by all appearance: none is negative, and those of each image add up to 1.</summary>
    /// <param name="outputs">The network's outputs for a few images, <c>[N, labels]</c>, float32.</param>
    /// <returns>Whether they are.</returns>
    private static bool IsDistribution(torch.Tensor outputs)
    {
        using var scope = torch.NewDisposeScope();
        return outputs.min().item<float>() >= 0 && (outputs.sum(1) - LastingScalar.Of(1)).abs().max().item<float>() < Tolerance;
    }

    /// <summary>Whether a network's outputs are taken for probabilities.</summary>
    /// <param name="model">What it is called, in errors.</param>
    /// <param name="outputs">The network's outputs for a few images, <c>[N, labels]</c>, float32.</param>
    /// <param name="stated">What is said of them, or <see langword="null"/> to go by how they look.</param>
    /// <returns>Whether they are.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0019</c>: they are said to be, and cannot be: the logarithm of what is not positive is no logit, and has no gradient.</exception>
    public static bool Is(string model, torch.Tensor outputs, OutputKind? stated)
    {
        using var scope = torch.NewDisposeScope();
        if (stated != OutputKind.Probabilities)
            return stated is null && IsDistribution(outputs);
        var (least, most) = (outputs.min().item<float>(), outputs.max().item<float>());
        return least >= 0 && most <= 1 + Tolerance ? true : throw ClassifierErrors.NoProbabilities(model, least < 0 ? least : most);
    }

    /// <summary>Logits with the same softmax: the logarithm of the probabilities.</summary>
    /// <param name="probabilities">Probabilities, <c>[N, labels]</c>, float32.</param>
    /// <returns>Logits, <c>[N, labels]</c>. The caller, or its dispose scope, owns the tensor.</returns>
    public static torch.Tensor Logits(torch.Tensor probabilities)
    {
        using var positive = probabilities.clamp_min(LastingScalar.Of(float.Epsilon));
        return positive.log();
    }
}
