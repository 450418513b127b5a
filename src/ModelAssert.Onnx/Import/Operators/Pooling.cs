using ModelAssert.Engine.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Pools over one or two axes: <c>[N, C, …]</c> to <c>[N, C, …]</c>.</summary>
internal static class Pooling
{
    public static Compute MaxPool(NodeReader node)
    {
        var pool = new PoolWindow(node);
        if (node.Flag("storage_order"))
            throw node.Unsupported("storage_order 1");

        return x => pool.Over(x[0], (input, axes) =>
        {
            // libtorch pads by half the window at most, and the same on both sides.
            var layout = pool.Layout(input, axes);
            var padded = layout.IsPlain ? input : Padding.Constant(x, input, layout.Begin, layout.End, double.NegativeInfinity);
            return functional.max_pool2d(padded, layout.Kernel, layout.Strides, layout.IsPlain ? layout.Begin : [0, 0], layout.Dilations);
        });
    }

    public static Compute AveragePool(NodeReader node)
    {
        var pool = new PoolWindow(node);
        var countsPads = node.Flag("count_include_pad");
        return x => pool.Over(x[0], (input, axes) =>
        {
            var layout = pool.Layout(input, axes);
            if (layout.IsPlain && layout.Dilations.All(d => d == 1))
                return functional.avg_pool2d(input, layout.Kernel, layout.Strides, layout.Begin, count_include_pad: countsPads);

            // The sum over each window, by the number of positions in it that count: stated pads may, the filling of a last window never does.
            var counted = ones([1, 1, input.shape[2], input.shape[3]], input.dtype);
            counted = countsPads
                ? Padding.Constant(x, Padding.Constant(x, counted, layout.Begin, layout.StatedEnd, 1), [0, 0], layout.Filling, 0)
                : Padding.Constant(x, counted, layout.Begin, layout.End, 0);
            return Sum(Padding.Constant(x, input, layout.Begin, layout.End, 0), layout) / Sum(counted, layout);
        });
    }

    /// <summary>The root of the sum of powers over each window.</summary>
    public static Compute LpPool(NodeReader node)
    {
        var pool = new PoolWindow(node);
        var degree = Degree(node);
        return x => pool.Over(x[0], (input, axes) =>
        {
            var layout = pool.Layout(input, axes);
            return Reduction.Root(Sum(Padding.Constant(x, input.abs().pow(LastingScalar.Of(degree)), layout.Begin, layout.End, 0), layout), degree);
        });
    }

    public static Compute GlobalLpPool(NodeReader node)
    {
        var degree = Degree(node);
        return x => Reduction.Root(x[0].abs().pow(LastingScalar.Of(degree)).sum(SpatialAxes(x[0]), true, x[0].dtype), degree);
    }

    public static Tensor GlobalAveragePool(Arguments x) => x[0].mean(SpatialAxes(x[0]), keepdim: true);

    public static Tensor GlobalMaxPool(Arguments x) => x[0].amax(SpatialAxes(x[0]), keepdim: true);

    /// <summary>The sum over each window. libtorch's pools of sums have no distances within the window; a convolution with ones has.</summary>
    private static Tensor Sum(Tensor input, PoolLayout layout)
    {
        if (layout.Dilations.All(d => d == 1))
            return functional.avg_pool2d(input, layout.Kernel, layout.Strides, divisor_override: 1);

        var channels = input.shape[1];
        var window = ones([channels, 1, .. layout.Kernel], input.dtype);
        return functional.conv2d(input, window, null, layout.Strides, [0L, 0L], layout.Dilations, channels);
    }

    private static long Degree(NodeReader node) => node.Int("p", 2) is >= 1 and <= 64 and var degree
        ? degree
        : throw node.Unsupported($"p {node.Int("p", 2)}");

    private static long[] SpatialAxes(Tensor input) => Axes.Range(2, input.shape.Length);
}
