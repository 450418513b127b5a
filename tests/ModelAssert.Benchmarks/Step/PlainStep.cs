using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Benchmarks.Step;

/// <summary>A mini-batch of trigger inversion as one would write it first: a module with its weights as they are trained, and the library's optimiser.</summary>
internal sealed class PlainStep : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly Parameter mask;
    private readonly Parameter pattern;
    private readonly optim.Optimizer optimiser;

    public PlainStep(nn.Module<Tensor, Tensor> network, ImageShape shape)
    {
        this.network = network;
        mask = nn.Parameter(randn(1, 1, shape.Height, shape.Width));
        pattern = nn.Parameter(randn(1, shape.Channels, shape.Height, shape.Width));
        optimiser = optim.Adam([mask, pattern], 0.1, 0.5, 0.9);
    }

    public void Run(Tensor images, Tensor target, double cost)
    {
        using var scope = NewDisposeScope();
        network.zero_grad();
        optimiser.zero_grad();
        var m = mask.tanh() / 2 + 0.5;
        var p = pattern.tanh() / 2 + 0.5;
        var logits = network.call((1 - m) * images + m * p);
        var loss = nn.functional.cross_entropy(logits, target) + m.sum() * cost;
        loss.backward();
        optimiser.step();
        _ = logits.argmax(1).eq(target).sum().item<long>();
    }

    public void Dispose()
    {
        optimiser.Dispose();
        mask.Dispose();
        pattern.Dispose();
    }
}
