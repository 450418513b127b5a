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

    public static Compute Ceil(NodeReader node) => OfFloats(node, t => t.ceil());

    public static Compute Floor(NodeReader node) => OfFloats(node, t => t.floor());

    /// <summary>Halves go to the even neighbour.</summary>
    public static Compute Round(NodeReader node) => OfFloats(node, t => t.round());

    public static Compute Sign(NodeReader node) => Of(node, t => t.sign());

    public static Compute Sin(NodeReader node) => Of(node, t => t.sin());

    public static Compute Cos(NodeReader node) => Of(node, t => t.cos());

    public static Compute Tan(NodeReader node) => Of(node, t => t.tan());

    public static Compute Asin(NodeReader node) => Of(node, t => t.asin());

    public static Compute Acos(NodeReader node) => Of(node, t => t.acos());

    public static Compute Atan(NodeReader node) => Of(node, t => t.atan());

    public static Compute Sinh(NodeReader node) => Of(node, t => t.sinh());

    public static Compute Cosh(NodeReader node) => Of(node, t => t.cosh());

    public static Compute Asinh(NodeReader node) => Of(node, t => t.asinh());

    public static Compute Acosh(NodeReader node) => Of(node, t => t.acosh());

    public static Compute Atanh(NodeReader node) => Of(node, t => t.atanh());

    /// <summary>libtorch rounds no integers, which are round already.</summary>
    private static Compute OfFloats(NodeReader node, Func<torch.Tensor, torch.Tensor> function) =>
        Of(node, t => t.is_floating_point() ? function(t) : t.alias());

    private static Compute Of(NodeReader node, Func<torch.Tensor, torch.Tensor> function)
    {
        // Version 1 notes which inputs may be overwritten.
        node.Ignore("consumed_inputs");
        return x => function(x[0]);
    }
}
