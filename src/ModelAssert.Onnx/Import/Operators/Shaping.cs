using ModelAssert.Onnx.Format;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Operators that give the same values another shape.</summary>
internal static class Shaping
{
    /// <summary>To two dimensions: the axes before the given one, and the others.</summary>
    public static Compute Flatten(NodeReader node)
    {
        var axis = node.Int("axis", 1);
        return x =>
        {
            var shape = x[0].shape;
            var first = axis == shape.Length ? shape.Length : Axes.Normalise(axis, shape.Length);
            return x[0].reshape(Product(shape.AsSpan(0, first)), Product(shape.AsSpan(first)));
        };
    }

    /// <summary>
    /// To a shape in which 0 stands for the size that is there and -1 for what remains. A leading 1 stands for the batch where the run is for more
    /// images than one: models that were exported for one image have it written down.
    /// </summary>
    public static Compute Reshape(NodeReader node)
    {
        var target = node.Integers("shape", 1);
        var zeroIsZero = node.Flag("allowzero");
        node.Ignore("consumed_inputs");
        return x =>
        {
            var (from, to) = (x[0].shape, (long[])target.Of(x).Clone());
            for (var i = 0; i < to.Length && !zeroIsZero; i++)
            {
                if (to[i] == 0)
                    to[i] = i < from.Length ? from[i] : throw new InvalidOperationException($"there is no axis {i} to take the size from");
            }

            if (to is [1, ..] && x.Batch > 1 && from.Length > 0 && from[0] == x.Batch)
                to[0] = x.Batch;
            return x[0].reshape(to);
        };
    }

    /// <summary>Without the given axes, which are of size 1; without all that are, if none is given.</summary>
    public static Compute Squeeze(NodeReader node)
    {
        var axes = node.Integers("axes", 1);
        return x =>
        {
            var shape = x[0].shape;
            var removed = axes.Optional(x) is { } given
                ? Axes.Normalise(given, shape.Length).ToHashSet()
                : [.. Enumerable.Range(0, shape.Length).Where(i => shape[i] == 1).Select(i => (long)i)];
            if (removed.Any(a => shape[a] != 1))
                throw new InvalidOperationException($"an axis of {ShapeText.Of(shape)} that it removes is not of size 1");
            return x[0].reshape([.. shape.Where((_, i) => !removed.Contains(i))]);
        };
    }

    /// <summary>With further axes of size 1, counted in the result.</summary>
    public static Compute Unsqueeze(NodeReader node)
    {
        var axes = node.Integers("axes", 1);
        return x =>
        {
            var given = axes.Of(x);
            var added = Axes.Normalise(given, x[0].shape.Length + given.Length).Distinct().Order().ToArray();
            if (added.Length != given.Length)
                throw new InvalidOperationException($"its axes {ShapeText.Of(given)} name one twice");
            return added.Aggregate(x[0].alias(), (t, axis) => t.unsqueeze(axis));
        };
    }

    /// <summary>With the axes in another order, by default the reverse.</summary>
    public static Compute Transpose(NodeReader node)
    {
        var order = node.Ints("perm");
        return x => x[0].permute(order ?? [.. Axes.Range(0, x[0].shape.Length).Reverse()]);
    }

    /// <summary>Broadcast together with a shape.</summary>
    public static Compute Expand(NodeReader node)
    {
        var target = node.Integers(1);
        return x => x[0].expand(x.Affordable(Arithmetic.BroadcastShape(x[0].shape, target.Of(x))));
    }

    /// <summary>Repeated along each axis.</summary>
    public static Compute Tile(NodeReader node)
    {
        if (node.Opset < 6)
            throw node.Unsupported("version 1, with one axis");

        var repeats = node.Integers(1);
        return x =>
        {
            var times = repeats.Of(x);
            if (times.Length != x[0].shape.Length || times.Any(t => t < 0))
                throw new InvalidOperationException($"its repeats {ShapeText.Of(times)} do not fit {ShapeText.Of(x[0].shape)}");
            x.Affordable([.. x[0].shape.Zip(times, (size, n) => checked(size * n))]);
            return x[0].repeat(times);
        };
    }

    private static long Product(ReadOnlySpan<long> sizes)
    {
        var product = 1L;
        foreach (var size in sizes)
            product *= size;
        return product;
    }
}
