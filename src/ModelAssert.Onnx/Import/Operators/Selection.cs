using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Operators that take tensors apart and put them together.</summary>
internal static class Selection
{
    public static Compute Concat(NodeReader node)
    {
        // Up to version 3 the axis has a default.
        var axis = node.Opset < 4 ? node.Int("axis", 1) : node.RequiredInt("axis");
        return x =>
        {
            // A few nodes that each put their input twice would double a tensor until memory ends.
            var shape = (long[])x[0].shape.Clone();
            var along = Axes.Normalise(axis, shape.Length);
            shape[along] = x.All.Sum(t => t.shape.Length == shape.Length ? t.shape[along] : 0);
            x.Affordable(shape);
            return cat(x.All, along);
        };
    }

    /// <summary>Into parts of given sizes, or of equal ones with a smaller last.</summary>
    public static ComputeAll Split(NodeReader node)
    {
        var axis = node.Int("axis", 0);
        var sizes = node.Integers("split", 1);
        var parts = node.Int("num_outputs", node.OutputCount);
        if (parts != node.OutputCount)
            throw new InvalidOperationException($"its num_outputs is {parts}, but it has {node.OutputCount}");

        return x =>
        {
            var size = x[0].shape[Axes.Normalise(axis, x[0].shape.Length)];
            if (sizes.Optional(x) is { } given)
            {
                return given.Length == node.OutputCount
                    ? x[0].split(given, axis)
                    : throw new InvalidOperationException($"it has {node.OutputCount} outputs for {given.Length} parts");
            }

            var part = (size + parts - 1) / parts;
            return x[0].split([.. Enumerable.Range(0, (int)parts).Select(i => Math.Clamp(size - i * part, 0, part))], axis);
        };
    }

    /// <summary>From starts to ends in steps, along some axes: all attributes up to version 9, all inputs since.</summary>
    public static Compute Slice(NodeReader node)
    {
        var (starts, ends) = (node.Integers("starts", 1), node.Integers("ends", 2));
        var (axes, steps) = (node.Integers("axes", 3), node.Integers(4));
        return x =>
        {
            var (from, to) = (starts.Of(x), ends.Of(x));
            var along = axes.Optional(x) ?? Axes.Range(0, from.Length);
            var by = steps.Optional(x) ?? [.. Enumerable.Repeat(1L, from.Length)];
            if (to.Length != from.Length || along.Length != from.Length || by.Length != from.Length)
                throw new InvalidOperationException("it does not give one start, end, axis and step each");

            return Enumerable.Range(0, from.Length).Aggregate(
                x[0].alias(), (t, i) => Slice(t, Axes.Normalise(along[i], t.shape.Length), from[i], to[i], by[i]));
        };
    }

    /// <summary>The slices of an axis that the indices name; the axis becomes the axes of the indices.</summary>
    public static Compute Gather(NodeReader node)
    {
        var axis = node.Int("axis", 0);
        return x =>
        {
            var shape = x[0].shape;
            var along = Axes.Normalise(axis, shape.Length);
            var indices = x[1].to(ScalarType.Int64);
            var flat = Indexing.FromBeginning(indices, shape[along]).reshape(-1);
            x.Affordable([.. shape[..along], flat.shape[0], .. shape[(along + 1)..]]);
            return x[0].index_select(along, flat.to(x[0].device)).reshape([.. shape[..along], .. indices.shape, .. shape[(along + 1)..]]);
        };
    }

    private static Tensor Slice(Tensor input, int axis, long start, long end, long step)
    {
        var size = input.shape[axis];
        if (step == 0)
            throw new InvalidOperationException("its step is 0");
        if (step > 0)
            return input.slice(axis, FromEnd(start, size, 0, size), FromEnd(end, size, 0, size), step);

        // Backwards from the last position at most to the one before the first; libtorch has no negative steps.
        var (last, stop) = (FromEnd(start, size, -1, size - 1), FromEnd(end, size, -1, size - 1));
        var positions = new List<long>();
        for (var i = last; i > stop; i += step)
            positions.Add(i);
        return input.index_select(axis, tensor(positions.ToArray(), ScalarType.Int64, device: input.device));
    }

    /// <summary>A negative position counts from the end; what is outside is moved to the bounds.</summary>
    private static long FromEnd(long position, long size, long low, long high) => Math.Clamp(position < 0 ? position + size : position, low, high);
}
