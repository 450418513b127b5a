using TorchSharp;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Where the windows of one pool lie over an input of one size. All arrays have one element per axis, of two.</summary>
/// <param name="Kernel">The window's size.</param>
/// <param name="Strides">Its steps.</param>
/// <param name="Dilations">The distances within it.</param>
/// <param name="Begin">Pads before the input.</param>
/// <param name="StatedEnd">Pads after it, as the node states them.</param>
/// <param name="End">Pads after it, up to the end of the last window: what is stated, and more or less where the last window ends elsewhere.</param>
/// <param name="IsPlain">Whether libtorch's own padding does.</param>
internal sealed record PoolLayout(long[] Kernel, long[] Strides, long[] Dilations, long[] Begin, long[] StatedEnd, long[] End, bool IsPlain)
{
    /// <summary>What the last window has beyond the stated pads; negative where it ends before them.</summary>
    public long[] Filling => [End[0] - StatedEnd[0], End[1] - StatedEnd[1]];
}

/// <summary>The attributes of a pool.</summary>
/// <param name="node">The node.</param>
internal sealed class PoolWindow(NodeReader node)
{
    private readonly Window window = new(node);
    private readonly long[] kernel = Window.Positive(node, "kernel_shape") ?? node.RequiredInts("kernel_shape");

    /// <summary>Pools an input of one or two axes by a function of two: the one axis becomes a row.</summary>
    /// <param name="input"><c>[N, C, W]</c> or <c>[N, C, H, W]</c>.</param>
    /// <param name="pool">The function of <c>[N, C, H, W]</c> and the number of axes that the attributes speak of.</param>
    public torch.Tensor Over(torch.Tensor input, Func<torch.Tensor, int, torch.Tensor> pool)
    {
        if (input.shape.Length != kernel.Length + 2)
            throw new InvalidOperationException($"a window of {kernel.Length} axes does not fit an input of {input.shape.Length} dimensions");

        return kernel.Length switch
        {
            1 => pool(input.unsqueeze(2), 1).squeeze(2),
            2 => pool(input, 2),
            _ => throw node.Unsupported($"{kernel.Length} axes"),
        };
    }

    /// <summary>Lays the windows over an input.</summary>
    /// <param name="input"><c>[N, C, H, W]</c>.</param>
    /// <param name="axes">How many of its spatial axes the attributes speak of: 2, or 1 if only W.</param>
    public PoolLayout Layout(torch.Tensor input, int axes)
    {
        var size = input.shape[^axes..];
        var (begin, statedEnd) = window.Pads(kernel, size);
        var (strides, dilations) = (window.Strides(axes), window.Dilations(axes));
        var end = new long[axes];
        for (var axis = 0; axis < axes; axis++)
        {
            var covered = window.Covered(kernel, axis, axes);
            var positions = Positions(size[axis], begin[axis], statedEnd[axis], covered, strides[axis]);
            end[axis] = (positions - 1) * strides[axis] + covered - size[axis] - begin[axis];
        }

        var isPlain = !window.RoundsUp && begin.SequenceEqual(statedEnd) && begin.Zip(kernel).All(p => p.First <= p.Second / 2);
        return new PoolLayout(
            Two(kernel, 1), Two(strides, 1), Two(dilations, 1), Two(begin, 0), Two(statedEnd, 0), Two(end, 0), isPlain);
    }

    /// <summary>How often the window fits along an axis.</summary>
    private long Positions(long size, long begin, long end, long covered, long stride)
    {
        var room = size + begin + end - covered;
        if (room < 0)
            throw new InvalidOperationException($"a window over {covered} does not fit the size {size} with its pads");
        if (!window.RoundsUp)
            return room / stride + 1;

        // A window that would begin behind the input and its first pads holds nothing but padding.
        var rounded = (room + stride - 1) / stride + 1;
        return (rounded - 1) * stride >= size + begin ? rounded - 1 : rounded;
    }

    private static long[] Two(long[] values, long first) => values.Length == 2 ? values : [first, .. values];
}
