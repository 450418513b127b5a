using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Training;

/// <summary>
/// Adam over weights, with PyTorch's constants and bit by bit its steps. TorchSharp's own hands numbers to libtorch that the garbage collector may free
/// meanwhile (see <see cref="LastingScalar"/>): a training of many ended so.
/// </summary>
internal sealed class AdamSteps : IDisposable
{
    private readonly torch.Tensor[] parameters;
    private readonly Adam adam;

    /// <param name="parameters">What is trained, of which those that ask for gradients are changed; the caller's.</param>
    /// <param name="learningRate">The learning rate.</param>
    public AdamSteps(IEnumerable<torch.Tensor> parameters, double learningRate)
    {
        this.parameters = [.. parameters.Where(parameter => parameter.requires_grad)];
        adam = new Adam(this.parameters, learningRate, beta1: 0.9, beta2: 0.999);
    }

    /// <summary>Takes one step down the gradient of a loss.</summary>
    /// <param name="loss">One number that depends on every parameter.</param>
    public void Descend(torch.Tensor loss)
    {
        using var scope = torch.NewDisposeScope();
        var gradients = Gradients.Of(loss, parameters);
        using var withoutGradients = torch.no_grad();
        adam.Step(gradients);
    }

    public void Dispose() => adam.Dispose();
}
