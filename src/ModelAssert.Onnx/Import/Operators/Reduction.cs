using ModelAssert.Engine.Native;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Reductions over some axes, or all: axes as an attribute in older versions, as an input in newer ones.</summary>
internal static class Reduction
{
    public static Compute ReduceMean(NodeReader node) => Over(node, (x, axes, keep) => x.mean(axes, keep), t => t.alias());

    public static Compute ReduceSum(NodeReader node) => Over(node, Sum, t => t.alias());

    public static Compute ReduceSumSquare(NodeReader node) => Over(node, (x, axes, keep) => Sum(x.Squared(), axes, keep), t => t.Squared());

    public static Compute ReduceL1(NodeReader node) => Over(node, (x, axes, keep) => Sum(x.abs(), axes, keep), t => t.abs());

    public static Compute ReduceL2(NodeReader node) => Over(node, (x, axes, keep) => Root(Sum(x.Squared(), axes, keep), 2), t => t.abs());

    public static Compute ReduceLogSum(NodeReader node) => Over(node, (x, axes, keep) => Sum(x, axes, keep).log(), t => t.log());

    /// <summary>With the largest value taken out of the sum, so that no exponential overflows.</summary>
    public static Compute ReduceLogSumExp(NodeReader node) => Over(
        node,
        (x, axes, keep) =>
        {
            if (x.numel() == 0)
                return Sum(x.exp(), axes, keep).log();
            var largest = x.detach().amax(axes, keepdim: true);
            largest = largest.masked_fill(largest.isinf(), LastingScalar.Of(0));
            var sum = Sum((x - largest).exp(), axes, true).log().Plus(largest);
            return keep ? sum : sum.reshape(Sum(x.detach(), axes, false).shape);
        },
        t => t.alias());

    /// <summary>Axis by axis, the last one first, so that those before it keep their numbers.</summary>
    public static Compute ReduceProd(NodeReader node) => Over(
        node, (x, axes, keep) => axes.OrderDescending().Aggregate(x.alias(), (t, axis) => t.prod(axis, keep, x.dtype)), t => t.alias());

    public static Compute ReduceMax(NodeReader node) => Over(
        node, (x, axes, keep) => Extreme(x, axes, keep, lowest: true, t => t.amax(axes, keep)), t => t.alias());

    public static Compute ReduceMin(NodeReader node) => Over(
        node, (x, axes, keep) => Extreme(x, axes, keep, lowest: false, t => t.amin(axes, keep)), t => t.alias());

    public static Compute ArgMax(NodeReader node) => Position(node, (x, axis) => x.argmax(axis, true));

    public static Compute ArgMin(NodeReader node) => Position(node, (x, axis) => x.argmin(axis, true));

    /// <summary>The root of sums of powers. Its slope at 0 is infinite, and would make no number of the slope 0 of what was summed: there it is 0.</summary>
    public static Tensor Root(Tensor sums, double degree)
    {
        var isZero = sums.eq(LastingScalar.Of(0));
        var powers = sums.masked_fill(isZero, LastingScalar.Of(1)).to(sums.is_integral() ? ScalarType.Float64 : sums.dtype);
        return powers.pow(LastingScalar.Of(1 / degree)).masked_fill(isZero, LastingScalar.Of(0)).to(sums.dtype);
    }

    private static Tensor Sum(Tensor x, long[] axes, bool keep) => x.sum(axes, keep, x.dtype);

    /// <summary>The largest or smallest of nothing is the other end of the kind's values.</summary>
    private static Tensor Extreme(Tensor x, long[] axes, bool keep, bool lowest, Func<Tensor, Tensor> reduce)
    {
        if (x.numel() > 0)
            return reduce(x);
        if (!x.is_floating_point())
            throw new InvalidOperationException("it has integers, and none of them");
        return full_like(Sum(x, axes, keep), LastingScalar.Of(lowest ? double.NegativeInfinity : double.PositiveInfinity));
    }

    /// <summary>The first or the last position of an extreme along an axis.</summary>
    private static Compute Position(NodeReader node, Func<Tensor, long, Tensor> first)
    {
        var axis = node.Int("axis", 0);
        var (keep, last) = (node.Flag("keepdims", otherwise: true), node.Flag("select_last_index"));
        return x =>
        {
            var along = Axes.Normalise(axis, x[0].shape.Length);
            var position = last ? first(x[0].flip(along), along).neg().Plus(x[0].shape[along] - 1) : first(x[0], along);
            return keep ? position : position.squeeze(along);
        };
    }

    /// <param name="node">The node.</param>
    /// <param name="reduce">The reduction of a tensor over axes, keeping them with size 1 or not.</param>
    /// <param name="overNone">What is left of it if there are no axes.</param>
    private static Compute Over(NodeReader node, Func<Tensor, long[], bool, Tensor> reduce, Func<Tensor, Tensor> overNone)
    {
        var axes = node.Integers("axes", 1);
        var keep = node.Flag("keepdims", otherwise: true);
        var noneMeansNone = node.Flag("noop_with_empty_axes");
        return x =>
        {
            var rank = x[0].shape.Length;
            var chosen = axes.Optional(x) ?? [];
            if (chosen.Length == 0 && (noneMeansNone || rank == 0))
                return overNone(x[0]);

            var input = x[0].dtype == ScalarType.Bool ? x[0].to(ScalarType.Byte) : x[0];
            var result = reduce(input, chosen.Length == 0 ? Axes.Range(0, rank) : Axes.Normalise(chosen, rank), keep);
            return x[0].dtype == ScalarType.Bool ? result.to(ScalarType.Bool) : result;
        };
    }
}
