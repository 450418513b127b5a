using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) on plain tensors. TorchSharp's own wants module parameters and keeps its state to itself; here the state is
/// disposed with the label, and a label's optimisation can be put aside and taken up again.
/// </summary>
internal sealed class Adam : IDisposable
{
    /// <summary>Keeps the step finite where the gradient is 0 (PyTorch's default).</summary>
    private const double Epsilon = 1e-8;

    private readonly double learningRate;
    private readonly double beta1;
    private readonly double beta2;
    private readonly (torch.Tensor Value, torch.Tensor First, torch.Tensor Second)[] variables;
    private int steps;

    /// <summary>Prepares to optimise some variables, which stay the caller's.</summary>
    public Adam(IEnumerable<torch.Tensor> variables, double learningRate, double beta1, double beta2)
    {
        this.learningRate = learningRate;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.variables = [.. variables.Select(value => (value, ZerosLike(value), ZerosLike(value)))];
    }

    /// <summary>Takes one step down a gradient.</summary>
    /// <param name="gradients">The derivative of the loss by each variable; the caller's.</param>
    public void Step(IList<torch.Tensor> gradients)
    {
        using var scope = torch.NewDisposeScope();
        steps++;
        // Disposed of at the end, so they are there until then: see LastingScalar.
        using Scalar rate = -learningRate / (1 - Math.Pow(beta1, steps));
        using Scalar correction = Math.Sqrt(1 - Math.Pow(beta2, steps));
        var (keep1, take1) = (LastingScalar.Of(beta1), LastingScalar.Of(1 - beta1));
        var (keep2, take2) = (LastingScalar.Of(beta2), LastingScalar.Of(1 - beta2));
        var epsilon = LastingScalar.Of(Epsilon);
        for (var i = 0; i < variables.Length; i++)
        {
            var (value, first, second) = variables[i];
            first.mul_(keep1).add_(gradients[i], take1);
            second.mul_(keep2).addcmul_(gradients[i], gradients[i], take2);
            value.addcdiv_(first, second.sqrt().div_(correction).add_(epsilon, LastingScalar.Of(1)), rate);
        }
    }

    public void Dispose()
    {
        foreach (var (_, first, second) in variables)
        {
            first.Dispose();
            second.Dispose();
        }
    }

    private static torch.Tensor ZerosLike(torch.Tensor value) => torch.zeros(value.shape).DetachFromDisposeScope();
}
