using TorchSharp;

namespace ModelAssert.Engine.Native;

/// <summary>
/// Derivatives by <c>backward</c>. TorchSharp's <c>autograd.grad</c> lets libtorch's exceptions end the process: where a loss does not depend on its input, say.
/// </summary>
internal static class Gradients
{
    /// <summary>The derivatives of a loss.</summary>
    /// <param name="loss">One number.</param>
    /// <param name="inputs">Tensors that ask for gradients and were computed from nothing; no other thread uses them.</param>
    /// <returns>One for each input, of its shape; owned by the current dispose scope.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0028</c>: the loss does not depend on one of them in a way that has a derivative.</exception>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">libtorch cannot compute them.</exception>
    public static torch.Tensor[] Of(torch.Tensor loss, IReadOnlyList<torch.Tensor> inputs)
    {
        if (!loss.requires_grad)
            throw NativeErrors.NoGradient(null, "an operator in it passes none on");
        foreach (var input in inputs)
            input.grad = null;
        loss.backward();
        return [.. inputs.Select(Take)];
    }

    private static torch.Tensor Take(torch.Tensor input)
    {
        var gradient = input.grad ?? throw NativeErrors.NoGradient(null, "it does not depend on it");
        input.grad = null;
        return gradient;
    }
}
