using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>The transposed convolution over two axes.</summary>
internal static class TransposedConvolution
{
    /// <summary><c>x [N, C, H, W], w [C, M / group, kH, kW], b [M]?</c> to <c>[N, M, …]</c>.</summary>
    public static Compute ConvTranspose(NodeReader node)
    {
        var window = new Window(node);
        var kernelShape = node.Ints("kernel_shape");
        var groups = Convolution.Groups(node);
        var extra = node.Ints("output_padding") ?? [0, 0];
        var outputShape = node.Ints("output_shape");
        Window.RequireSane(extra);
        Window.RequireSane(outputShape ?? []);
        return x =>
        {
            var (input, weight) = (x[0], x[1]);
            Convolution.RequireKernel(node, kernelShape, weight);
            if (weight.shape.Length != 4)
                throw node.Unsupported("one axis");

            // The whole result first, then the pads are cut off: libtorch knows no unequal ones.
            var (strides, dilations) = (window.Strides(2), window.Dilations(2));
            var size = Enumerable.Range(0, 2)
                .Select(a => strides[a] * (input.shape[2 + a] - 1) + extra[a] + window.Covered(weight.shape[2..], a, 2)).ToArray();
            x.Affordable(input.shape[0], weight.shape[1] * groups, size[0], size[1]);
            var whole = functional.conv_transpose2d(input, weight, x.Optional(2), strides, [0, 0], extra, dilations, groups);

            var (begin, end) = Pads(window, weight, input, size, outputShape?[^2..]);
            if (begin.Concat(end).Any(p => p < 0))
                throw node.Unsupported("an output_shape beyond the last window");
            return whole.narrow(2, begin[0], size[0] - begin[0] - end[0]).narrow(3, begin[1], size[1] - begin[1] - end[1]);
        };
    }

    /// <summary>What is cut off the whole result of the given size: what is stated, or what brings it to the size that is asked for.</summary>
    private static (long[] Begin, long[] End) Pads(Window window, torch.Tensor weight, torch.Tensor input, long[] size, long[]? wanted)
    {
        if (window.PadsToSameSize)
            wanted ??= [input.shape[2] * window.Strides(2)[0], input.shape[3] * window.Strides(2)[1]];
        if (wanted is null)
            return window.Pads(weight.shape[2..], input.shape.AsSpan(2));

        var total = new[] { size[0] - wanted[0], size[1] - wanted[1] };
        var smaller = Array.ConvertAll(total, t => t / 2);
        var larger = new[] { total[0] - smaller[0], total[1] - smaller[1] };
        return window.OddPadAtEnd ? (smaller, larger) : (larger, smaller);
    }
}
