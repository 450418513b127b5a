using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Benchmarks.Step;

/// <summary>What a mini-batch has to compute at least, and how fast this processor computes at best.</summary>
internal static class FloatingPointOperations
{
    /// <summary>Rows and columns of a large matrix.</summary>
    public const int Size = 1024;

    /// <summary>The operations of the product of two such matrices, the fastest that there is.</summary>
    public const double OfProduct = 2.0 * Size * Size * Size;

    /// <summary>Multiplications and additions in convolutions and linear layers: once forward, and once back to the pixels; none for the weights.</summary>
    public static double Of(nn.Module<Tensor, Tensor> network, Tensor images)
    {
        using var scope = NewDisposeScope();
        var forward = 0.0;
        var hooks = network.modules().Select(layer => layer switch
        {
            Conv2d convolution => convolution.register_forward_hook((_, _, output) => Count(output, convolution.weight!)),
            Linear linear => linear.register_forward_hook((_, _, output) => Count(output, linear.weight)),
            _ => null,
        }).ToList();
        network.call(images);
        hooks.ForEach(hook => hook?.remove());
        return 2 * forward;

        Tensor Count(Tensor output, Tensor weight)
        {
            forward += 2.0 * output.numel() * (weight.numel() / weight.shape[0]);
            return output;
        }
    }
}
