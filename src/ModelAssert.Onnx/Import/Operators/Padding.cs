using TorchSharp;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Adds rows and columns at the edges, or takes them away where a pad is negative.</summary>
internal static class Padding
{
    /// <summary>The operator Pad: pads as an attribute up to version 10, as an input since.</summary>
    public static Compute Pad(NodeReader node)
    {
        var mode = node.Text("mode", "constant");
        if (mode is not ("constant" or "reflect" or "edge" or "wrap"))
            throw node.Unsupported($"mode '{mode}'");

        var pads = node.Integers(node.Opset < 2 ? "paddings" : "pads", 1);
        var value = node.Float("value", 0);
        var axes = node.Integers(3);
        return x =>
        {
            var (begin, end) = PerAxis(x[0].shape.Length, pads.Of(x), axes.Optional(x));
            return mode == "constant"
                ? Constant(x, x[0], begin, end, x.Optional(2)?.to(ScalarType.Float64).item<double>() ?? value)
                : Enumerable.Range(0, begin.Length).Aggregate(x[0].alias(), (t, axis) => Repeat(x, t, axis, begin[axis], end[axis], mode));
        };
    }

    /// <summary>Pads with one value.</summary>
    /// <param name="x">The arguments of this run, for the limit on sizes.</param>
    /// <param name="input">What to pad, <c>[…]</c>.</param>
    /// <param name="begin">Pads at the beginning of the last axes.</param>
    /// <param name="end">Pads at their end.</param>
    /// <param name="value">The value.</param>
    public static Tensor Constant(Arguments x, Tensor input, long[] begin, long[] end, double value)
    {
        var first = input.shape.Length - begin.Length;
        x.Affordable([.. input.shape.Select((size, i) => i < first ? size : size + begin[i - first] + end[i - first])]);

        // libtorch lists the last axis first.
        var pads = Enumerable.Range(1, begin.Length).SelectMany(i => new[] { begin[^i], end[^i] }).ToArray();
        return nn.functional.pad(input, pads, PaddingModes.Constant, value);
    }

    private static (long[] Begin, long[] End) PerAxis(int rank, long[] pads, long[]? axes)
    {
        axes ??= Axes.Range(0, rank);
        if (pads.Length != 2 * axes.Length)
            throw new InvalidOperationException($"{pads.Length} pads do not fit {axes.Length} axes");

        var (begin, end) = (new long[rank], new long[rank]);
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = Axes.Normalise(axes[i], rank);
            Window.RequireSane(pads[i], pads[i + axes.Length]);
            (begin[axis], end[axis]) = (pads[i], pads[i + axes.Length]);
        }

        return (begin, end);
    }

    /// <summary>Pads along one axis with what is there, by choosing for each position of the result one of the input.</summary>
    private static Tensor Repeat(Arguments x, Tensor input, int axis, long begin, long end, string mode)
    {
        var size = input.shape[axis];
        if ((begin, end) == (0, 0))
            return input;
        if (size == 0 || size + begin + end < 0)
            throw new InvalidOperationException($"pads {begin} and {end} do not fit the size {size}");

        x.Affordable([.. input.shape.Select((s, i) => i == axis ? s + begin + end : s)]);
        var sources = new long[size + begin + end];
        for (var i = 0L; i < sources.Length; i++)
            sources[i] = Source(i - begin, size, mode);
        return input.index_select(axis, tensor(sources, device: input.device));
    }

    private static long Source(long position, long size, string mode)
    {
        switch (mode)
        {
            case "edge":
                return Math.Clamp(position, 0, size - 1);
            case "wrap":
                return Modulo(position, size);
            default:
                // Back and forth between the edges, which are not repeated.
                var period = Math.Max(1, 2 * (size - 1));
                var phase = Modulo(position, period);
                return Math.Min(phase, period - phase);
        }
    }

    private static long Modulo(long value, long divisor) => (value % divisor + divisor) % divisor;
}
