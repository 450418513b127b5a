using ModelAssert.Onnx.Format;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Values of an image at the places that a grid names, as spatial transformers take them.</summary>
internal static class Sampling
{
    public static Compute GridSample(NodeReader node)
    {
        var mode = node.Text("mode", "linear") switch
        {
            "linear" or "bilinear" => GridSampleMode.Bilinear,
            "nearest" => GridSampleMode.Nearest,
            var other => throw node.Unsupported($"mode '{other}'"),
        };
        var padding = node.Text("padding_mode", "zeros") switch
        {
            "zeros" => GridSamplePaddingMode.Zeros,
            "border" => GridSamplePaddingMode.Border,
            "reflection" => GridSamplePaddingMode.Reflection,
            var other => throw node.Unsupported($"padding_mode '{other}'"),
        };
        var alignsCorners = node.Flag("align_corners");
        return x =>
        {
            var (image, grid) = (x[0].shape, x[1].shape);
            if (image.Length is not (4 or 5) || grid.Length != image.Length || grid[^1] != image.Length - 2)
                throw new InvalidOperationException($"a grid {ShapeText.Of(grid)} does not fit {ShapeText.Of(image)}");
            x.Affordable([image[0], image[1], .. grid[1..^1]]);
            return functional.grid_sample(x[0], x[1], mode, padding, alignsCorners);
        };
    }

    /// <summary>The grid that an affine map makes of each image's places.</summary>
    public static Compute AffineGrid(NodeReader node)
    {
        var alignsCorners = node.Flag("align_corners");
        var size = node.Integers(1);
        return x =>
        {
            var wanted = size.Of(x);
            if (wanted.Length is not (4 or 5) || wanted.Any(s => s < 1))
                throw new InvalidOperationException($"its size is {ShapeText.Of(wanted)}");
            x.Affordable([.. wanted, wanted.Length - 2]);
            return functional.affine_grid(x[0], wanted, alignsCorners);
        };
    }
}
