using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// An operator with its attributes read: a function of its inputs alone. It returns a new tensor, never one of its inputs; the current dispose scope
/// owns it.
/// </summary>
internal delegate torch.Tensor Compute(Arguments x);

/// <summary>As <see cref="Compute"/>, for operators with several outputs.</summary>
internal delegate torch.Tensor[] ComputeAll(Arguments x);

/// <summary>One node, ready to run.</summary>
/// <param name="Node">How messages call it.</param>
/// <param name="Operator">The operator's name.</param>
/// <param name="Compute">What it does.</param>
/// <param name="Inputs">The slots it reads; -1 for an input left out.</param>
/// <param name="Outputs">The slots it writes; -1 for an output left out.</param>
internal sealed record Step(string Node, string Operator, ComputeAll Compute, int[] Inputs, int[] Outputs);
