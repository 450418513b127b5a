using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Comparisons, truth values, and the choice between two tensors by them.</summary>
internal static class Logic
{
    public static Compute Equal(NodeReader node) => Arithmetic.Binary(node, (a, b) => a.eq(b));

    public static Compute Greater(NodeReader node) => Arithmetic.Binary(node, (a, b) => a.gt(b));

    public static Compute GreaterOrEqual(NodeReader node) => Arithmetic.Binary(node, (a, b) => a.ge(b));

    public static Compute Less(NodeReader node) => Arithmetic.Binary(node, (a, b) => a.lt(b));

    public static Compute LessOrEqual(NodeReader node) => Arithmetic.Binary(node, (a, b) => a.le(b));

    public static Compute And(NodeReader node) => Arithmetic.Binary(node, (a, b) => a.logical_and(b));

    public static Compute Or(NodeReader node) => Arithmetic.Binary(node, (a, b) => a.logical_or(b));

    public static Compute Xor(NodeReader node) => Arithmetic.Binary(node, (a, b) => a.logical_xor(b));

    public static Tensor Not(Arguments x) => x[0].logical_not();

    public static Tensor IsNaN(Arguments x) => x[0].isnan();

    public static Compute IsInf(NodeReader node)
    {
        var (negative, positive) = (node.Flag("detect_negative", true), node.Flag("detect_positive", true));
        return x => (x[0].isposinf() & positive) | (x[0].isneginf() & negative);
    }

    /// <summary>The second input where the first is true, else the third.</summary>
    public static Tensor Where(Arguments x)
    {
        x.Affordable(Arithmetic.BroadcastShape(x[0].shape, Arithmetic.BroadcastShape(x[1].shape, x[2].shape)));
        return where(x[0], x[1], x[2]);
    }
}
