using TorchSharp;
using TorchSharp.Modules;

namespace ModelAssert.Onnx.Export;

/// <summary>How a convolution or a pool moves over <c>[H, W]</c>, in ONNX's terms.</summary>
/// <param name="Kernel">Rows and columns of the window.</param>
/// <param name="Strides">Steps down and to the right.</param>
/// <param name="Pads">Rows above, columns to the left, rows below, columns to the right.</param>
/// <param name="Dilations">Distances between the window's rows and columns.</param>
internal readonly record struct SlidingWindow(long[] Kernel, long[] Strides, long[] Pads, long[] Dilations)
{
    public static SlidingWindow Of(Conv2d layer)
    {
        var dilations = Pair(layer.dilation);
        var kernel = Pair(layer.kernel_size);
        return new SlidingWindow(kernel, Pair(layer.stride), layer.padding_type switch
        {
            Padding.Same => SamePads(kernel, dilations),
            Padding.Valid => [0, 0, 0, 0],
            _ => BothSides(Pair(layer.padding!)),
        }, dilations);
    }

    public static SlidingWindow Of(MaxPool2d layer) =>
        new(Pair(layer.kernel_size), Pair(layer.stride ?? layer.kernel_size), BothSides(Pair(layer.padding ?? [0])), Pair(layer.dilation ?? [1]));

    public static SlidingWindow Of(AvgPool2d layer) =>
        new(Pair(layer.kernel_size), Pair(layer.stride ?? layer.kernel_size), BothSides(Pair(layer.padding ?? [0])), [1, 1]);

    /// <summary>The shape of what comes out when <c>[C, H, W]</c> goes in.</summary>
    public long[] Slide(long[] shape, long channels) => [channels, Positions(0, shape[1]), Positions(1, shape[2])];

    private long Positions(int axis, long size)
    {
        var covered = Dilations[axis] * (Kernel[axis] - 1) + 1;
        return (size + Pads[axis] + Pads[axis + 2] - covered) / Strides[axis] + 1;
    }

    /// <summary>One number stands for both axes, as in PyTorch.</summary>
    private static long[] Pair(long[] values) => values.Length == 1 ? [values[0], values[0]] : values;

    private static long[] BothSides(long[] padding) => [padding[0], padding[1], padding[0], padding[1]];

    /// <summary>PyTorch puts the odd row and column of "same" padding at the end.</summary>
    private static long[] SamePads(long[] kernel, long[] dilations)
    {
        var (height, width) = (dilations[0] * (kernel[0] - 1), dilations[1] * (kernel[1] - 1));
        return [height / 2, width / 2, height - height / 2, width - width / 2];
    }
}
