using ModelAssert.Onnx.Format;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Convolution over one axis, two or three.</summary>
internal static class Convolution
{
    /// <summary><c>x [N, C, …], w [M, C / group, …], b [M]?</c> to <c>[N, M, …]</c>.</summary>
    public static Compute Conv(NodeReader node)
    {
        var window = new Window(node);
        var kernelShape = node.Ints("kernel_shape");
        var groups = Groups(node);
        return x =>
        {
            var (input, weight, bias) = (x[0], x[1], x.Optional(2));
            RequireKernel(node, kernelShape, weight);

            var axes = weight.shape.Length - 2;
            var kernel = weight.shape[2..];
            var (begin, end) = window.Pads(kernel, input.shape.AsSpan(2));
            if (!begin.SequenceEqual(end))
            {
                input = Padding.Constant(x, input, begin, end, 0);
                begin = new long[axes];
            }

            var strides = window.Strides(axes);
            var padded = input.shape[2..].Zip(begin, (size, pad) => size + 2 * pad).ToArray();
            x.Affordable([input.shape[0], input.shape[1], .. padded]);
            x.Affordable([input.shape[0], weight.shape[0], .. padded.Zip(strides, (size, stride) => (size - 1) / stride + 1)]);
            return axes switch
            {
                1 => functional.conv1d(input, weight, bias, strides[0], begin[0], window.Dilations(1)[0], groups),
                2 => functional.conv2d(input, weight, bias, strides, begin, window.Dilations(2), groups),
                _ => functional.conv3d(input, weight, bias, strides, begin, window.Dilations(3), groups),
            };
        };
    }

    /// <summary>The attribute <c>group</c>.</summary>
    public static long Groups(NodeReader node)
    {
        var groups = node.Int("group", 1);
        return groups >= 1 ? groups : throw new InvalidOperationException($"its group is {groups}");
    }

    /// <summary>The weight is of the stated size, and of a rank that is implemented.</summary>
    public static void RequireKernel(NodeReader node, long[]? stated, torch.Tensor weight)
    {
        if (weight.shape.Length is not (3 or 4 or 5))
            throw node.Unsupported($"a weight of {weight.shape.Length} dimensions");
        if (stated is not null && !stated.AsSpan().SequenceEqual(weight.shape.AsSpan(2)))
            throw new InvalidOperationException($"its kernel_shape {ShapeText.Of(stated)} is not that of its weight {ShapeText.Of(weight.shape)}");
    }
}
