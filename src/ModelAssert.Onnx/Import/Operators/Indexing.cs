using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Format;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Operators that read and write places named by indices, negative ones counted from the end.</summary>
internal static class Indexing
{
    /// <summary>For each index the value at that place of an axis, at the index's own place of the others.</summary>
    public static Compute GatherElements(NodeReader node)
    {
        var axis = node.Int("axis", 0);
        return x =>
        {
            var along = Axes.Normalise(axis, x[0].shape.Length);
            return x[0].gather(along, FromBeginning(x[1], x[0].shape[along]).to(x[0].device));
        };
    }

    /// <summary>For each row of indices the slice that they name together.</summary>
    public static Compute GatherND(NodeReader node)
    {
        var batchAxes = node.Int("batch_dims", 0);
        return x =>
        {
            var (shape, indices) = (x[0].shape, x[1].shape);
            if (batchAxes < 0 || indices.Length <= batchAxes || indices[^1] + batchAxes > shape.Length)
                throw new InvalidOperationException($"indices {ShapeText.Of(indices)} do not fit {ShapeText.Of(shape)}");

            // The axes of the batch and those that the indices name become one axis, from which the slices are chosen.
            var (batch, named) = ((int)batchAxes, (int)indices[^1]);
            var batches = shape[..batch].Aggregate(1L, (a, b) => a * b);
            var places = shape[batch..(batch + named)];
            var slice = shape[(batch + named)..];
            var flat = Flatten(x[1], places).reshape(batches, -1);
            flat = flat.Plus(SafeArithmetic.Sequence(0, batches, ScalarType.Int64).unsqueeze(1).Times(places.Aggregate(1L, (a, b) => a * b)));
            x.Affordable([.. indices[..^1], .. slice]);
            return x[0].reshape([batches * places.Aggregate(1L, (a, b) => a * b), .. slice]).index_select(0, flat.reshape(-1)).reshape([.. indices[..^1], .. slice]);
        };
    }

    /// <summary>The first input with the third written to the places of the second along an axis.</summary>
    public static Compute ScatterElements(NodeReader node)
    {
        var axis = node.Int("axis", 0);
        RequireNoReduction(node, "none", "add");
        var adds = node.Text("reduction", "none") == "add";
        return x =>
        {
            var along = Axes.Normalise(axis, x[0].shape.Length);
            if (!x[1].shape.SequenceEqual(x[2].shape))
                throw new InvalidOperationException($"it has {ShapeText.Of(x[2].shape)} values for {ShapeText.Of(x[1].shape)} indices");
            var indices = FromBeginning(x[1], x[0].shape[along]);
            return adds ? x[0].scatter_add(along, indices, x[2]) : x[0].scatter(along, indices, x[2]);
        };
    }

    /// <summary>The first input with slices of the third written where the rows of the second say.</summary>
    public static Compute ScatterND(NodeReader node)
    {
        RequireNoReduction(node, "none", "add");
        var adds = node.Text("reduction", "none") == "add";
        return x =>
        {
            var (shape, indices) = (x[0].shape, x[1].shape);
            if (indices.Length == 0 || indices[^1] > shape.Length)
                throw new InvalidOperationException($"indices {ShapeText.Of(indices)} do not fit {ShapeText.Of(shape)}");

            var places = shape[..(int)indices[^1]];
            var slice = shape[(int)indices[^1]..];
            var flat = Flatten(x[1], places).reshape(-1);
            var rows = x[0].reshape([places.Aggregate(1L, (a, b) => a * b), .. slice]);
            var updates = x[2].reshape([flat.shape[0], .. slice]);
            return (adds ? rows.index_add(0, flat, updates, LastingScalar.Of(1)) : rows.index_copy(0, flat, updates)).reshape(shape);
        };
    }

    /// <summary>A new axis, with one value at the place of each index and another elsewhere.</summary>
    public static Compute OneHot(NodeReader node)
    {
        var axis = node.Int("axis", -1);
        return x =>
        {
            var depth = x[1].numel() == 1 ? x[1].to(ScalarType.Int64).item<long>() : throw new InvalidOperationException("it has no single depth");
            var along = Axes.Normalise(axis, x[0].shape.Length + 1);
            x.Affordable([.. x[0].shape, depth]);

            // An index outside is nowhere: it has no place.
            var indices = x[0].to(ScalarType.Int64).unsqueeze(along);
            indices = FromBeginning(indices, depth);
            var places = SafeArithmetic.Sequence(0, depth, ScalarType.Int64).reshape([depth, .. Enumerable.Repeat(1L, x[0].shape.Length - along)]);
            return where(indices.eq(places), x[2][1], x[2][0]);
        };
    }

    /// <summary>The upper or the lower triangle of matrices, the rest 0.</summary>
    public static Compute Trilu(NodeReader node)
    {
        var upper = node.Flag("upper", otherwise: true);
        var diagonal = node.Integers(1);
        return x =>
        {
            var k = Math.Clamp(diagonal.Optional(x) is [var given] ? given : 0, int.MinValue, int.MaxValue);
            return upper ? x[0].triu(k) : x[0].tril(k);
        };
    }

    /// <summary>The places of the values that are not 0: one row per axis.</summary>
    public static Tensor NonZero(Arguments x) => x[0].nonzero().t();

    /// <summary>The slices of an axis, or of all values in a row, where a condition holds.</summary>
    public static Compute Compress(NodeReader node)
    {
        long? axis = node.Has("axis") ? node.Int("axis", 0) : null;
        return x =>
        {
            var input = axis is null ? x[0].reshape(-1) : x[0];
            return input.index_select(axis is { } a ? Axes.Normalise(a, input.shape.Length) : 0, x[1].nonzero().reshape(-1));
        };
    }

    /// <summary>The largest or smallest values along an axis, and their places. Equal values come in the order of their places.</summary>
    public static ComputeAll TopK(NodeReader node)
    {
        var axis = node.Int("axis", -1);
        var largest = node.Flag("largest", otherwise: true);
        node.Ignore("sorted");
        long? written = node.Opset < 10 ? node.RequiredInt("k") : null;
        var input = node.Integers(1);
        return x =>
        {
            var count = written ?? (input.Of(x) is [var k] ? k : throw new InvalidOperationException("it has no single k"));
            var along = Axes.Normalise(axis, x[0].shape.Length);
            if (count < 0 || count > x[0].shape[along])
                throw new InvalidOperationException($"its k is {count} of {x[0].shape[along]}");

            var (values, places) = x[0].sort(along, largest, stable: true);
            return [values.narrow(along, 0, count), places.narrow(along, 0, count)];
        };
    }

    /// <summary>Indices counted from the beginning.</summary>
    public static Tensor FromBeginning(Tensor indices, long size)
    {
        var longs = indices.to(ScalarType.Int64);
        return where(longs.lt(LastingScalar.Of(0)), longs.Plus(size), longs);
    }

    /// <summary>Rows of indices into axes of the given sizes as indices into one axis of all of them.</summary>
    private static Tensor Flatten(Tensor indices, long[] sizes)
    {
        var flat = zeros(indices.shape[..^1], ScalarType.Int64);
        for (var i = 0; i < sizes.Length; i++)
        {
            var along = FromBeginning(indices.select(-1, i), sizes[i]);
            if ((along.lt(LastingScalar.Of(0)) | along.ge(LastingScalar.Of(sizes[i]))).any().item<bool>())
                throw new InvalidOperationException($"an index is outside of the size {sizes[i]}");
            flat = flat.Times(sizes[i]).Plus(along);
        }

        return flat;
    }

    private static void RequireNoReduction(NodeReader node, params string[] known)
    {
        if (node.Text("reduction", "none") is var reduction && !known.Contains(reduction))
            throw node.Unsupported($"reduction '{reduction}'");
    }
}
