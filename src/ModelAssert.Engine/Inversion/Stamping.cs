using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>The injection of a trigger (Wang et al. 2019, section IV, equation 2).</summary>
internal static class Stamping
{
    /// <summary>A(x, m, Δ) = (1 − m)·x + m·Δ, as x + m·(Δ − x).</summary>
    /// <param name="images">x, <c>[N, C, H, W]</c>.</param>
    /// <param name="mask">m, <c>[1, 1, H, W]</c>: the same for all colours.</param>
    /// <param name="pattern">Δ, <c>[1, C, H, W]</c>.</param>
    /// <returns>The stamped images, owned by the current dispose scope.</returns>
    public static torch.Tensor Stamp(torch.Tensor images, torch.Tensor mask, torch.Tensor pattern) => images.Plus(mask * (pattern - images));

    /// <summary>Stamps a finished trigger.</summary>
    /// <param name="images">x, <c>[N, C, H, W]</c>.</param>
    /// <param name="trigger">The trigger.</param>
    /// <returns>The stamped images, owned by the current dispose scope.</returns>
    public static torch.Tensor Stamp(torch.Tensor images, Trigger trigger)
    {
        var shape = trigger.Shape;
        var mask = torch.tensor(trigger.Mask.ToArray(), [1, 1, shape.Height, shape.Width]);
        var pattern = torch.tensor(trigger.Pattern.ToArray(), [1, shape.Channels, shape.Height, shape.Width]);
        return Stamp(images, mask, pattern);
    }
}
