namespace ModelAssert.Onnx.Import.Operators;

/// <summary>
/// How a convolution or a pool moves over the spatial axes of <c>[N, C, …]</c>: what the attributes <c>kernel_shape</c>, <c>strides</c>,
/// <c>dilations</c>, <c>pads</c>, <c>auto_pad</c> and <c>ceil_mode</c> say.
/// </summary>
internal sealed class Window
{
    private readonly long[]? strides;
    private readonly long[]? dilations;
    private readonly long[]? pads;
    private readonly string autoPad;

    public Window(NodeReader node)
    {
        strides = Positive(node, "strides");
        dilations = Positive(node, "dilations");
        pads = node.Ints("pads");
        autoPad = node.Text("auto_pad", "NOTSET");
        RoundsUp = node.Flag("ceil_mode");

        if (autoPad is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER"))
            throw node.Unsupported($"auto_pad '{autoPad}'");
        if (pads?.Any(p => p < 0) == true)
            throw node.Unsupported("negative pads");
        RequireSane(pads ?? []);
    }

    /// <summary>Whether a last window that the input does not fill counts.</summary>
    public bool RoundsUp { get; }

    /// <summary>Whether the pads follow from the size of the input, so that each output position belongs to <c>stride</c> input positions.</summary>
    public bool PadsToSameSize => autoPad.StartsWith("SAME", StringComparison.Ordinal);

    /// <summary>Whether an odd row or column of such pads goes to the end.</summary>
    public bool OddPadAtEnd => autoPad == "SAME_UPPER";

    /// <summary>Steps per axis.</summary>
    public long[] Strides(int axes) => PerAxis(strides, axes, "strides");

    /// <summary>Distances within the window per axis.</summary>
    public long[] Dilations(int axes) => PerAxis(dilations, axes, "dilations");

    /// <summary>The pads at the beginning and the end of each axis, as the attributes state them.</summary>
    /// <param name="kernel">The window's size per axis.</param>
    /// <param name="size">The input's size per axis.</param>
    public (long[] Begin, long[] End) Pads(long[] kernel, ReadOnlySpan<long> size)
    {
        var axes = size.Length;
        var (begin, end) = (new long[axes], new long[axes]);
        if (PadsToSameSize)
        {
            for (var axis = 0; axis < axes; axis++)
            {
                var stride = Strides(axes)[axis];
                var positions = (size[axis] + stride - 1) / stride;
                var total = Math.Max(0, (positions - 1) * stride + Covered(kernel, axis, axes) - size[axis]);
                begin[axis] = OddPadAtEnd ? total / 2 : total - total / 2;
                end[axis] = total - begin[axis];
            }
        }
        else if (autoPad == "NOTSET" && pads is not null)
        {
            if (pads.Length != 2 * axes)
                throw new InvalidOperationException($"{pads.Length} pads do not fit {axes} axes");
            (begin, end) = (pads[..axes], pads[axes..]);
        }

        return (begin, end);
    }

    /// <summary>How many input positions the window covers along an axis.</summary>
    public long Covered(long[] kernel, int axis, int axes) => Dilations(axes)[axis] * (kernel[axis] - 1) + 1;

    /// <summary>An attribute of sizes, each 1 or more: libtorch divides by them.</summary>
    public static long[]? Positive(NodeReader node, string attribute)
    {
        var values = node.Ints(attribute);
        if (values?.FirstOrDefault(v => v < 1, 1) is { } wrong and < 1)
            throw new InvalidOperationException($"its {attribute} are {wrong}");
        RequireSane(values ?? []);
        return values;
    }

    /// <summary>Sizes and pads of 32 bits: libtorch multiplies and adds them in 64, unchecked.</summary>
    public static void RequireSane(params ReadOnlySpan<long> sizes)
    {
        foreach (var size in sizes)
        {
            if (size is < int.MinValue or > int.MaxValue)
                throw new InvalidOperationException($"{size} is no size");
        }
    }

    private static long[] PerAxis(long[]? values, int axes, string attribute)
    {
        if (values is null)
            return [.. Enumerable.Repeat(1L, axes)];
        if (values.Length != axes)
            throw new InvalidOperationException($"{values.Length} {attribute} do not fit {axes} axes");
        return values;
    }
}
