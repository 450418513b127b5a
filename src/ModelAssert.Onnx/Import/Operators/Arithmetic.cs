using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Format;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Arithmetic of two tensors and more, broadcast as in numpy.</summary>
internal static class Arithmetic
{
    public static Compute Add(NodeReader node) => Binary(node, (a, b) => a.Plus(b));

    public static Compute Sub(NodeReader node) => Binary(node, (a, b) => a - b);

    public static Compute Mul(NodeReader node) => Binary(node, (a, b) => a * b);

    public static Compute Div(NodeReader node) => Binary(node, (a, b) => a.is_integral() ? DivideIntegers(a, b) : a / b);

    /// <summary>The result is of the kind of the base, whatever the exponent's.</summary>
    public static Compute Pow(NodeReader node) => Binary(node, (a, b) => a.dtype == b.dtype ? a.pow(b) : a.to(ScalarType.Float64).pow(b).to(a.dtype));

    /// <summary>The remainder with the divisor's sign, or with the dividend's where <c>fmod</c> is set.</summary>
    public static Compute Mod(NodeReader node)
    {
        var signOfDividend = node.Flag("fmod");
        return Binary(node, (a, b) =>
        {
            if (!signOfDividend && a.is_floating_point())
                throw new InvalidOperationException("it has no fmod, and floating point");
            if (!a.is_integral())
                return a.fmod(b);

            // The processor cannot divide the smallest integer by -1 (see DivideIntegers), where the remainder is always 0.
            var divisor = b.masked_fill(b.eq(LastingScalar.Of(-1)), LastingScalar.Of(1));
            return signOfDividend ? a.fmod(divisor) : a.remainder(divisor);
        });
    }

    public static Compute Sum(NodeReader node) => Variadic(node, (a, b) => a.Plus(b));

    public static Compute Min(NodeReader node) => Variadic(node, minimum);

    public static Compute Max(NodeReader node) => Variadic(node, maximum);

    public static Compute Mean(NodeReader node)
    {
        var sum = Sum(node);
        return x => sum(x) / LastingScalar.Of(x.Count);
    }

    /// <summary>The shape of two that are broadcast together.</summary>
    /// <exception cref="InvalidOperationException">They do not fit.</exception>
    public static long[] BroadcastShape(long[] a, long[] b)
    {
        var shape = new long[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= shape.Length; i++)
        {
            var (left, right) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            if (left != right && left != 1 && right != 1)
                throw new InvalidOperationException($"{ShapeText.Of(a)} and {ShapeText.Of(b)} do not fit each other");
            shape[^i] = left == 1 ? right : left;
        }

        return shape;
    }

    /// <summary>A function of two tensors that are broadcast together, in the way of the operator's version.</summary>
    public static Compute Binary(NodeReader node, Func<Tensor, Tensor, Tensor> function)
    {
        node.Ignore("consumed_inputs");
        if (node.Opset >= 7)
            return x => Broadcast(x, x[0], x[1], function);

        // Up to version 6, b is laid along the axes of a from the given one on, or along the last ones.
        var broadcasts = node.Flag("broadcast");
        var axis = node.Int("axis", long.MinValue);
        return x =>
        {
            if (!broadcasts && !x[0].shape.SequenceEqual(x[1].shape))
                throw new InvalidOperationException($"{ShapeText.Of(x[0].shape)} and {ShapeText.Of(x[1].shape)} differ without broadcast");
            return Broadcast(x, x[0], axis == long.MinValue ? x[1] : Along(x[1], axis, x[0].shape.Length), function);
        };
    }

    private static Tensor Along(Tensor b, long axis, int rank)
    {
        var following = rank - Axes.Normalise(axis, rank) - b.shape.Length;
        return following <= 0 ? b : b.reshape([.. b.shape, .. Enumerable.Repeat(1L, following)]);
    }

    private static Compute Variadic(NodeReader node, Func<Tensor, Tensor, Tensor> function)
    {
        node.Ignore("consumed_inputs");
        return x => x.All.Skip(1).Aggregate(x[0].alias(), (a, b) => Broadcast(x, a, b, function));
    }

    private static Tensor Broadcast(Arguments x, Tensor a, Tensor b, Func<Tensor, Tensor, Tensor> function)
    {
        x.Affordable(BroadcastShape(a.shape, b.shape));
        return function(a, b);
    }

    /// <summary>
    /// Rounds towards zero. The processor cannot divide the smallest integer by -1, and ends the program where it must: negation can.
    /// </summary>
    private static Tensor DivideIntegers(Tensor a, Tensor b)
    {
        var isNegation = b.eq(LastingScalar.Of(-1));
        return where(isNegation, a.neg(), a.div(b.masked_fill(isNegation, LastingScalar.Of(1)), RoundingMode.trunc));
    }
}
