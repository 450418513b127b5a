using ModelAssert.Engine.Native;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Running sums and products along an axis.</summary>
internal static class Accumulation
{
    public static Compute CumSum(NodeReader node) => Along(node, 0, (x, axis) => x.cumsum(axis, x.dtype));

    public static Compute CumProd(NodeReader node) => Along(node, 1, (x, axis) => x.cumprod(axis, x.dtype));

    /// <param name="node">The node.</param>
    /// <param name="neutral">What stands before the first value.</param>
    /// <param name="accumulate">The function.</param>
    private static Compute Along(NodeReader node, long neutral, Func<Tensor, long, Tensor> accumulate)
    {
        var axis = node.Integers(1);
        var (exclusive, reverse) = (node.Flag("exclusive"), node.Flag("reverse"));
        return x =>
        {
            var along = Axes.Normalise(axis.Of(x) is [var one] ? one : throw new InvalidOperationException("it takes one axis"), x[0].shape.Length);
            var input = reverse ? x[0].flip(along) : x[0];
            if (exclusive && input.shape[along] > 0)
            {
                var first = full_like(input.narrow(along, 0, 1), LastingScalar.Of(neutral));
                input = cat([first, input.narrow(along, 0, input.shape[along] - 1)], along);
            }

            var sums = accumulate(input, along);
            return reverse ? sums.flip(along) : sums;
        };
    }
}
