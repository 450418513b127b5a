using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Format;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Products of matrices.</summary>
internal static class Linear
{
    /// <summary><c>alpha · a · b + beta · c</c>, with a and b of two dimensions, each transposed if asked for.</summary>
    public static Compute Gemm(NodeReader node)
    {
        var (alpha, beta) = (node.Float("alpha", 1), node.Float("beta", 1));
        var (transposeA, transposeB) = (node.Flag("transA"), node.Flag("transB"));

        // Version 6 and before say whether c is broadcast; what may be broadcast now was all that could be then.
        node.Ignore("broadcast");
        return x =>
        {
            if (x[0].shape.Length != 2 || x[1].shape.Length != 2)
                throw new InvalidOperationException("it takes matrices of two dimensions");

            var a = transposeA ? x[0].t() : x[0];
            var bTransposed = transposeB ? x[1] : x[1].t();
            x.Affordable(a.shape[0], bTransposed.shape[0]);
            if (alpha == 1 && beta == 1 && x.Optional(2) is { shape.Length: 1 } bias)
                return functional.linear(a, bTransposed, bias);

            var product = functional.linear(a, bTransposed);
            if (alpha != 1)
                product = product * LastingScalar.Of(alpha);
            return x.Optional(2) is { } c && beta != 0 ? product.Plus(beta == 1 ? c : c * LastingScalar.Of(beta)) : product;
        };
    }

    /// <summary>As numpy's <c>matmul</c>.</summary>
    public static Tensor MatMul(Arguments x)
    {
        var (a, b) = (x[0].shape, x[1].shape);
        if (a.Length >= 2 && b.Length >= 2)
            x.Affordable([.. Arithmetic.BroadcastShape(a[..^2], b[..^2]), a[^2], b[^1]]);
        return Product(x[0], x[1]);
    }

    /// <summary>
    /// The product of two that fit. TorchSharp's <c>matmul</c> lets libtorch's exception end the process, so whatever libtorch would object to is
    /// objected to here.
    /// </summary>
    public static Tensor Product(Tensor left, Tensor right)
    {
        var (a, b) = (left.shape, right.shape);
        if (a.Length == 0 || b.Length == 0 || a[^1] != b[b.Length == 1 ? 0 : ^2])
            throw new InvalidOperationException($"{ShapeText.Of(a)} and {ShapeText.Of(b)} do not fit each other");
        if (a.Length > 2 || b.Length > 2)
            Arithmetic.BroadcastShape(a.Length > 2 ? a[..^2] : [], b.Length > 2 ? b[..^2] : []);
        if (left.dtype != right.dtype || left.dtype == ScalarType.Bool)
            throw new InvalidOperationException($"{left.dtype} and {right.dtype} have no product");
        return matmul(left, right);
    }
}
