using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Format;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Whether scales and zero points are one for a tensor, one per place of an axis, or one per block of places.</summary>
internal sealed class QuantizationLayout
{
    private readonly long axis;
    private readonly long block;

    public QuantizationLayout(NodeReader node)
    {
        (axis, block) = (node.Int("axis", 1), node.Int("block_size", 0));
        if (block < 0)
            throw new InvalidOperationException($"its block_size is {block}");
    }

    /// <summary>Scales or zero points in a shape that broadcasts over the values.</summary>
    public Tensor Spread(Tensor numbers, Tensor values)
    {
        if (numbers.numel() == 1)
            return numbers.reshape();

        var along = Axes.Normalise(axis, values.shape.Length);
        if (block > 0)
        {
            if (numbers.shape.Length != values.shape.Length || (values.shape[along] + block - 1) / block != numbers.shape[along])
                throw new InvalidOperationException($"{ShapeText.Of(numbers.shape)} do not fit blocks of {block} in {ShapeText.Of(values.shape)}");
            var places = SafeArithmetic.Sequence(0, values.shape[along], ScalarType.Int64).floor_divide(LastingScalar.Of(block));
            return numbers.index_select(along, places);
        }

        if (numbers.shape is not [var count] || count != values.shape[along])
            throw new InvalidOperationException($"{ShapeText.Of(numbers.shape)} do not fit the axis {along} of {ShapeText.Of(values.shape)}");
        return numbers.reshape([count, .. Enumerable.Repeat(1L, values.shape.Length - along - 1)]);
    }
}
