using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>A value as the graph computes it, and how far it is from being switched.</summary>
/// <param name="Exact">The value. Where it is floating point, its gradients are those to follow.</param>
/// <param name="Level">
/// Of a truth value, and of a number that stands for one, how far it is from changing: positive where it is true. Of what an activation puts out, what the activation was given. Of an integer, the same in
/// floating point. <see langword="null"/> of anything else.
/// </param>
/// <param name="Scores">Of the index of a largest value, the values, along the last axis; else <see langword="null"/>.</param>
internal readonly record struct RelaxedValue(torch.Tensor Exact, torch.Tensor? Level, torch.Tensor? Scores = null)
{
    /// <summary>What a truth value that never changes is away from it: further than any that does.</summary>
    private const double Never = 1e6;

    /// <summary>The value as something with a gradient, as far as it has one.</summary>
    public torch.Tensor Number => Exact.is_floating_point() ? Exact
        : Level ?? (Exact.dtype == torch.ScalarType.Bool ? Exact.to(torch.ScalarType.Float32).Times(2 * Never).Plus(-Never) : Exact.to(torch.ScalarType.Float32));

    /// <summary>What is to be made larger to switch it on.</summary>
    public torch.Tensor Drive => Level ?? Number;
}
