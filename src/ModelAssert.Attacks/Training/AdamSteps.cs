using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = ModelAssert.Engine.Inversion.Adam;

namespace ModelAssert.Attacks;

/// <summary>
/// Adam over the parameters of a module, with PyTorch's constants and bit by bit its steps. TorchSharp's own hands numbers to libtorch that the garbage collector may free
/// meanwhile (see <see cref="Engine.Native.LastingScalar"/>): a training of many ended so.
/// </summary>
internal sealed class AdamSteps : IDisposable
{
    private readonly Tensor[] parameters;
    private readonly Adam adam;

    /// <param name="parameters">What is trained; the caller's.</param>
    /// <param name="learningRate">The learning rate.</param>
    public AdamSteps(IEnumerable<Parameter> parameters, double learningRate)
    {
        this.parameters = [.. parameters.Where(parameter => parameter.requires_grad)];
        adam = new Adam(this.parameters, learningRate, beta1: 0.9, beta2: 0.999);
    }

    /// <summary>Takes one step down the gradient of a loss.</summary>
    /// <param name="loss">One number that depends on every parameter.</param>
    public void Descend(Tensor loss)
    {
        using var scope = NewDisposeScope();
        var gradients = autograd.grad([loss], parameters);
        using var withoutGradients = no_grad();
        adam.Step(gradients);
    }

    public void Dispose() => adam.Dispose();
}
