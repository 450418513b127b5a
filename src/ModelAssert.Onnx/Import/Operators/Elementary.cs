using ModelAssert.Engine.Native;
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

    public static Compute Ceil(NodeReader node) => Rounded(node, t => t.ceil());

    public static Compute Floor(NodeReader node) => Rounded(node, t => t.floor());

    /// <summary>Halves go to the even neighbour.</summary>
    public static Compute Round(NodeReader node) => Rounded(node, t => t.round());

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

    /// <summary>
    /// The gradient goes straight through the rounding, as for quantised values: rounding has none of its own, and whatever comes before it would be out of a search's sight. libtorch rounds no
    /// integers, which are round already.
    /// </summary>
    private static Compute Rounded(NodeReader node, Func<torch.Tensor, torch.Tensor> function) => Of(node, t =>
    {
        if (!t.is_floating_point())
            return t.alias();
        var rounded = function(t.detach());
        return t.requires_grad ? (t - t.detach()).nan_to_num().Plus(rounded) : rounded;
    });

    private static Compute Of(NodeReader node, Func<torch.Tensor, torch.Tensor> function)
    {
        // Version 1 notes which inputs may be overwritten.
        node.Ignore("consumed_inputs");
        return x => function(x[0]);
    }
}
