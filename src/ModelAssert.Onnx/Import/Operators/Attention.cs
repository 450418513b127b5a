using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Format;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Attention in one node, as exports of version 23 and later write it; older ones write its parts.</summary>
internal static class Attention
{
    /// <summary>
    /// Queries, keys and values, <c>[N, heads, L, size]</c> or <c>[N, L, heads · size]</c>, a mask, and earlier keys and values. Outputs are the
    /// values, all keys, all values, and the scores at one of four stages.
    /// </summary>
    public static ComputeAll Attend(NodeReader node)
    {
        var isCausal = node.Flag("is_causal");
        var (queryHeads, keyHeads) = (node.Int("q_num_heads", 0), node.Int("kv_num_heads", 0));
        var (scale, cap, stage) = (node.Float("scale", 0), node.Float("softcap", 0), node.Int("qk_matmul_output_mode", 0));
        node.Ignore("softmax_precision");
        if (node.HasInput(6))
            throw node.Unsupported("nonpad_kv_seqlen");
        if (stage is < 0 or > 3)
            throw node.Unsupported($"qk_matmul_output_mode {stage}");

        return x =>
        {
            var isFlat = x[0].shape.Length == 3;
            var (query, key, value) = (Heads(x[0], queryHeads), Heads(x[1], keyHeads), Heads(x[2], keyHeads));
            var past = x.Optional(4)?.shape[2] ?? 0;
            key = x.Optional(4) is { } earlierKeys ? cat([earlierKeys, key], 2) : key;
            value = x.Optional(5) is { } earlierValues ? cat([earlierValues, value], 2) : value;

            var stages = new Tensor[4];
            x.Affordable(query.shape[0], query.shape[1], query.shape[2], key.shape[2]);
            stages[0] = Linear.Product(query, Repeated(x, key, query).transpose(2, 3)) * LastingScalar.Of(scale == 0 ? 1 / Math.Sqrt(query.shape[3]) : scale);
            stages[1] = cap == 0 ? stages[0] : (stages[0] / LastingScalar.Of(cap)).tanh() * LastingScalar.Of(cap);
            stages[2] = Masked(stages[1], x.Optional(3), isCausal ? past : null);

            // A query that may look at nothing sees nothing: its row would be no numbers, and its gradient too.
            var sees = stages[2].detach().isneginf().logical_not().any(-1, true);
            stages[3] = stages[2].masked_fill(sees.logical_not(), LastingScalar.Of(0)).softmax(-1) * sees.to(stages[2].dtype);

            var result = Linear.Product(stages[3], Repeated(x, value, query));
            return [isFlat ? result.transpose(1, 2).reshape(x[0].shape[0], x[0].shape[1], -1) : result, key.alias(), value.alias(), stages[stage].alias()];
        };
    }

    private static Tensor Heads(Tensor input, long heads) => input.shape switch
    {
        [_, _, _, _] => input,
        [var n, var length, var size] when heads > 0 && size % heads == 0 => input.reshape(n, length, heads, size / heads).transpose(1, 2),
        _ => throw new InvalidOperationException($"{ShapeText.Of(input.shape)} are not {heads} heads"),
    };

    /// <summary>Several queries may share a key.</summary>
    private static Tensor Repeated(Arguments x, Tensor keys, Tensor query)
    {
        var (have, want) = (keys.shape[1], query.shape[1]);
        if (have == 0 || want % have != 0)
            throw new InvalidOperationException($"{want} heads of queries do not share {have} of keys");
        x.Affordable(keys.shape[0], want, keys.shape[2], keys.shape[3]);
        return have == want ? keys : keys.repeat_interleave(want / have, 1);
    }

    /// <summary>The scores with a mask added, or cut out, and the keys after each query cut out.</summary>
    private static Tensor Masked(Tensor scores, Tensor? mask, long? past)
    {
        var (queries, keys) = (scores.shape[2], scores.shape[3]);
        if (mask is not null)
        {
            // A mask that is too short hides what it does not reach.
            var missing = keys - mask.shape[^1];
            if (mask.dtype == ScalarType.Bool)
                scores = scores.masked_fill(Lengthened(mask, missing, 0).logical_not(), LastingScalar.Of(double.NegativeInfinity));
            else
                scores = scores.Plus(Lengthened(mask, missing, double.NegativeInfinity));
        }

        if (past is not { } before)
            return scores;
        var isLater = ones([queries, keys], ScalarType.Bool).triu(before + 1);
        return scores.masked_fill(isLater, LastingScalar.Of(double.NegativeInfinity));
    }

    private static Tensor Lengthened(Tensor mask, long missing, double value) => missing switch
    {
        < 0 => throw new InvalidOperationException($"its mask is {ShapeText.Of(mask.shape)}"),
        0 => mask,
        _ => cat([mask, full([.. mask.shape[..^1], missing], LastingScalar.Of(value), mask.dtype)], -1),
    };
}
