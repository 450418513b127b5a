using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// Whether the network ever told an optimisation where to go. Where its gradient is 0 for every image of every mini-batch (it rounds its input, or its output is saturated), the mask
/// shrinks by its own cost alone: what is left at the end is no trigger that was searched for, and says nothing of the label.
/// </summary>
internal sealed class GradientGuidance
{
    /// <summary>Whether any image had a gradient that is not 0.</summary>
    public bool WasGiven { get; private set; }

    /// <summary>Looks at the gradient of a mini-batch; only until there was one.</summary>
    public void Observe(torch.Tensor gradient)
    {
        if (WasGiven)
            return;
        using var scope = torch.NewDisposeScope();
        WasGiven = gradient.ne(Native.LastingScalar.Of(0)).any().item<bool>();
    }
}
