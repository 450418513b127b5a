using TorchSharp;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Elementary functions of each value.</summary>
internal static class Elementary
{
    public static Compute Abs(NodeReader node) => Of(node, t => t.abs());

    public static Compute Neg(NodeReader node) => Of(node, t => t.neg());

    public static Compute Sqrt(NodeReader node) => Of(node, t => t.sqrt());

    public static Compute Exp(NodeReader node) => Of(node, t => t.exp());

    public static Compute Log(NodeReader node) => Of(node, t => t.log());

    public static Compute Erf(NodeReader node) => Of(node, t => t.erf());

    public static Compute Reciprocal(NodeReader node) => Of(node, t => t.reciprocal());

    private static Compute Of(NodeReader node, Func<torch.Tensor, torch.Tensor> function)
    {
        // Version 1 notes which inputs may be overwritten.
        node.Ignore("consumed_inputs");
        return x => function(x[0]);
    }
}
