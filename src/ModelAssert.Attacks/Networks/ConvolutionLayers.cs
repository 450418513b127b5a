using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Attacks;

/// <summary>What one row of a table of convolutions stands for: the convolution, a batch norm where there is one, the non-linearity.</summary>
internal static class ConvolutionLayers
{
    /// <summary>Makes the layers of one 3x3 convolution.</summary>
    /// <param name="number">Its number in the network, counted from 1: <c>conv1</c>, <c>norm1</c>, <c>relu1</c>.</param>
    /// <param name="from">Channels that it reads.</param>
    /// <param name="to">Channels that it writes.</param>
    /// <param name="padding">Rows and columns of zeros on each side.</param>
    /// <param name="batchNorm">Whether it is normalised; it has no bias then, which the norm's would undo.</param>
    public static IEnumerable<(string, Module<Tensor, Tensor>)> Of(int number, int from, int to, int padding, bool batchNorm)
    {
        yield return ($"conv{number}", Conv2d(from, to, 3, padding: padding, bias: !batchNorm));
        if (batchNorm)
            yield return ($"norm{number}", NormalisationLayer.Of(to));
        yield return ($"relu{number}", ReLU());
    }
}
