using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>A value as the graph computes it, and beside it, where it is no floating point, one that gradients pass through.</summary>
/// <param name="Exact">The value. Where it is floating point its gradients are those to follow.</param>
/// <param name="Level">
/// Of a truth value, how far it is from changing: positive where it is true. Of an integer, the same in floating point. <see langword="null"/> where nothing is known of it, and where it is floating point.
/// </param>
internal readonly record struct RelaxedValue(torch.Tensor Exact, torch.Tensor? Level)
{
    /// <summary>What a truth value that never changes is away from it: further than any that does.</summary>
    private const double Never = 1e6;

    /// <summary>The value as something with a gradient, as far as it has one.</summary>
    public torch.Tensor Number => Level
        ?? (Exact.dtype == torch.ScalarType.Bool ? Exact.to(torch.ScalarType.Float32).Times(2 * Never).Plus(-Never)
        : Exact.is_floating_point() ? Exact : Exact.to(torch.ScalarType.Float32));
}
