using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>How sure a network is of a label: its logit less the largest other one.</summary>
internal static class LogitMargin
{
    /// <summary>The margins of some images.</summary>
    /// <param name="logits">Logits, <c>[N, labels]</c>.</param>
    /// <param name="label">The label.</param>
    /// <returns><c>[N]</c>, positive where the label is answered; owned by the current dispose scope.</returns>
    public static torch.Tensor Of(torch.Tensor logits, int label)
    {
        var others = logits.clone();
        others.select(1, label).fill_(LastingScalar.Of(double.NegativeInfinity));
        return (logits.select(1, label) - others.max(1).values).contiguous();
    }
}
