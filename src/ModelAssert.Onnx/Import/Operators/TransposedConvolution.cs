using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>The transposed convolution over one axis, two or three.</summary>
internal static class TransposedConvolution
{
    /// <summary><c>x [N, C, …], w [C, M / group, …], b [M]?</c> to <c>[N, M, …]</c>.</summary>
    public static Compute ConvTranspose(NodeReader node)
    {
        var window = new Window(node);
        var kernelShape = node.Ints("kernel_shape");
        var groups = Convolution.Groups(node);
        var outputPadding = node.Ints("output_padding");
        var outputShape = node.Ints("output_shape");
        Window.RequireSane(outputPadding ?? []);
        Window.RequireSane(outputShape ?? []);
        return x =>
        {
            var (input, weight) = (x[0], x[1]);
            Convolution.RequireKernel(node, kernelShape, weight);

            // The whole result first, then the pads are cut off: libtorch knows no unequal ones.
            var axes = weight.shape.Length - 2;
            var extra = outputPadding ?? new long[axes];
            if (extra.Length != axes || input.shape.Length != axes + 2 || outputShape?.Length < axes)
                throw new InvalidOperationException($"its attributes do not fit {axes} axes");
            var (strides, dilations) = (window.Strides(axes), window.Dilations(axes));
            var size = Enumerable.Range(0, axes)
                .Select(a => strides[a] * (input.shape[2 + a] - 1) + extra[a] + window.Covered(weight.shape[2..], a, axes)).ToArray();
            x.Affordable([input.shape[0], weight.shape[1] * groups, .. size]);
            var (none, bias) = (new long[axes], x.Optional(2));
            var whole = axes switch
            {
                1 => functional.conv_transpose1d(input, weight, bias, strides[0], 0, extra[0], dilations[0], groups),
                2 => functional.conv_transpose2d(input, weight, bias, strides, none, extra, dilations, groups),
                _ => functional.conv_transpose3d(input, weight, bias, strides, none, extra, dilations, groups),
            };

            var (begin, end) = Pads(window, weight, input, size, outputShape?[^axes..]);
            if (begin.Concat(end).Any(p => p < 0))
                throw node.Unsupported("an output_shape beyond the last window");
            return Enumerable.Range(0, axes).Aggregate(whole, (t, a) => t.narrow(2 + a, begin[a], size[a] - begin[a] - end[a]));
        };
    }

    /// <summary>What is cut off the whole result of the given size: what is stated, or what brings it to the size that is asked for.</summary>
    private static (long[] Begin, long[] End) Pads(Window window, torch.Tensor weight, torch.Tensor input, long[] size, long[]? wanted)
    {
        if (window.PadsToSameSize)
            wanted ??= [.. input.shape[2..].Zip(window.Strides(size.Length), (length, stride) => length * stride)];
        if (wanted is null)
            return window.Pads(weight.shape[2..], input.shape.AsSpan(2));

        var total = size.Zip(wanted, (whole, part) => whole - part).ToArray();
        var smaller = Array.ConvertAll(total, t => t / 2);
        var larger = total.Zip(smaller, (all, half) => all - half).ToArray();
        return window.OddPadAtEnd ? (smaller, larger) : (larger, smaller);
    }
}
