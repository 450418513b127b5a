using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Reductions over some axes, or all: axes as an attribute in older versions, as an input in newer ones.</summary>
internal static class Reduction
{
    public static Compute ReduceMean(NodeReader node) => Over(node, (x, axes, keep) => x.mean(axes, keep), t => t.alias());

    public static Compute ReduceSum(NodeReader node) => Over(node, (x, axes, keep) => x.sum(axes, keep, x.dtype), t => t.alias());

    public static Compute ReduceMax(NodeReader node) => Over(node, (x, axes, keep) => x.amax(axes, keep), t => t.alias());

    public static Compute ReduceMin(NodeReader node) => Over(node, (x, axes, keep) => x.amin(axes, keep), t => t.alias());

    public static Compute ReduceL2(NodeReader node) => Over(node, (x, axes, keep) => x.square().sum(axes, keep, x.dtype).sqrt(), t => t.abs());

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
            return reduce(x[0], chosen.Length == 0 ? Axes.Range(0, rank) : Axes.Normalize(chosen, rank), keep);
        };
    }
}
