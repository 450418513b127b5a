using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>A network that puts out probabilities where the softmax before them cannot be taken away.</summary>
public static class ProbabilityOutput
{
    private const float Tolerance = 1e-4f;

    /// <summary>Whether outputs are probabilities by all appearance: none is negative, and those of each image add up to 1.</summary>
    /// <param name="outputs">The network's outputs for a few images, <c>[N, labels]</c>, float32.</param>
    /// <returns>Whether they are.</returns>
    public static bool IsDistribution(torch.Tensor outputs)
    {
        using var scope = torch.NewDisposeScope();
        return outputs.min().item<float>() >= 0 && (outputs.sum(1) - LastingScalar.Of(1)).abs().max().item<float>() < Tolerance;
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
