using ModelAssert.Onnx.Format;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Operators that trade channels for places: <c>[N, C · b · b, H, W]</c> and <c>[N, C, H · b, W · b]</c>.</summary>
internal static class Rearranging
{
    public static Compute DepthToSpace(NodeReader node)
    {
        var block = Block(node);
        var blockFirst = node.Text("mode", "DCR") switch
        {
            "DCR" => true,
            "CRD" => false,
            var other => throw node.Unsupported($"mode '{other}'"),
        };
        return x =>
        {
            var (n, c, h, w) = Sizes(x[0]);
            var split = blockFirst ? x[0].reshape(n, block, block, -1, h, w).permute(0, 3, 4, 1, 5, 2) : x[0].reshape(n, -1, block, block, h, w).permute(0, 1, 4, 2, 5, 3);
            return split.reshape(n, c / (block * block), h * block, w * block);
        };
    }

    public static Compute SpaceToDepth(NodeReader node)
    {
        var block = Block(node);
        return x =>
        {
            var (n, c, h, w) = Sizes(x[0]);
            return x[0].reshape(n, c, h / block, block, w / block, block).permute(0, 3, 5, 1, 2, 4).reshape(n, c * block * block, h / block, w / block);
        };
    }

    private static long Block(NodeReader node) => node.RequiredInt("blocksize") is >= 1 and <= 1 << 15 and var block
        ? block
        : throw new InvalidOperationException("its blocksize is no size");

    private static (long N, long C, long H, long W) Sizes(Tensor input) => input.shape is [var n, var c, var h, var w]
        ? (n, c, h, w)
        : throw new InvalidOperationException($"{ShapeText.Of(input.shape)} are not 4 dimensions");
}
