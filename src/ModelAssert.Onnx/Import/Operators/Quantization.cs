using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>
/// Quantised models. Quantised values are computed exactly, and travel as floating point (see <see cref="QuantizedValues"/>): the gradient goes
/// straight through the rounding, and ends where a value is cut off at the end of the range.
/// </summary>
internal static class Quantization
{
    /// <summary><c>round(x / scale) + zero point</c>, cut off at the ends of the kind's range.</summary>
    public static Compute QuantizeLinear(NodeReader node)
    {
        var layout = new QuantizationLayout(node);
        node.Ignore("saturate", "output_dtype");
        if (node.Int("precision", 0) is not (0 or (int)DataType.Float) and var precision)
            throw node.Unsupported($"precision {precision}");

        var (low, high) = QuantizedValues.Range(QuantizedValues.KindOfQuantizeLinear(node));
        return x => Quantize(x[0], layout.Spread(x[1], x[0]), x.Optional(2) is { } zero ? layout.Spread(zero, x[0]) : null, low, high);
    }

    /// <summary><c>(x - zero point) · scale</c>.</summary>
    public static Compute DequantizeLinear(NodeReader node)
    {
        var layout = new QuantizationLayout(node);
        if (node.Int("output_dtype", 0) is not (0 or (int)DataType.Float or (int)DataType.Float16 or (int)DataType.Double) and var kind)
            throw node.Unsupported($"output_dtype {kind}");
        return x => Dequantize(x[0], layout.Spread(x[1], x[0]), x.Optional(2) is { } zero ? layout.Spread(zero, x[0]) : null);
    }

    /// <summary>To 8 bits over the range of the values, with the scale and the zero point as further outputs. The gradient takes both for constants.</summary>
    public static Tensor[] DynamicQuantizeLinear(Arguments x)
    {
        var values = x[0].detach();
        if (values.numel() == 0)
            throw new InvalidOperationException("it has no values");
        var (low, high) = (values.min().clamp_max(LastingScalar.Of(0)), values.max().clamp_min(LastingScalar.Of(0)));
        var scale = (high - low) / LastingScalar.Of(255);
        var divisor = scale.masked_fill(scale.eq(LastingScalar.Of(0)), LastingScalar.Of(1));
        var zero = (-low / divisor).clamp(LastingScalar.Of(0), LastingScalar.Of(255)).round();
        return [Quantize(x[0], divisor, zero, 0, 255), scale, zero];
    }

    /// <summary>The product of integers, each less its zero point.</summary>
    public static Tensor MatMulInteger(Arguments x)
    {
        var a = Shifted(x[0], PerRow(x.Optional(2), x[0]));
        return Linear.MatMul(new Arguments([a, Shifted(x[1], PerColumn(x.Optional(3), x[1]))], x.Batch));
    }

    /// <summary>The convolution of integers, each less its zero point.</summary>
    public static Compute ConvInteger(NodeReader node)
    {
        var convolve = Convolution.Conv(node);
        return x => convolve(new Arguments([Shifted(x[0], x.Optional(2)), Shifted(x[1], PerFilter(x.Optional(3), x[1]))], x.Batch));
    }

    /// <summary>A product of quantised matrices, quantised.</summary>
    public static Compute QLinearMatMul(NodeReader node)
    {
        var (low, high) = QuantizedValues.Range(QuantizedValues.KindOfZeroPoint(node, 7));
        return x =>
        {
            var a = Dequantize(x[0], PerRow(x[1], x[0])!, PerRow(x[2], x[0]));
            var b = Dequantize(x[3], PerColumn(x[4], x[3])!, PerColumn(x[5], x[3]));
            var product = Linear.MatMul(new Arguments([a, b], x.Batch));
            return Quantize(product, PerRow(x[6], product)!, PerRow(x[7], product), low, high);
        };
    }

    /// <summary>A convolution of quantised values, quantised. The bias comes in units of both scales.</summary>
    public static Compute QLinearConv(NodeReader node)
    {
        var convolve = Convolution.Conv(node);
        var (low, high) = QuantizedValues.Range(QuantizedValues.KindOfZeroPoint(node, 7));
        return x =>
        {
            var weight = Dequantize(x[3], PerFilter(x[4], x[3])!, PerFilter(x[5], x[3]));
            var bias = x.Optional(8) is { } b ? Dequantize(b, PerTensor(x[1]) * PerFilter(x[4], x[3])!.reshape(-1), null) : null;
            return Quantize(convolve(new Arguments([Dequantize(x[0], PerTensor(x[1]), PerTensor(x[2])), weight, bias], x.Batch)), PerTensor(x[6]), PerTensor(x[7]), low, high);
        };
    }

    private static Tensor Quantize(Tensor x, Tensor scale, Tensor? zero, long low, long high)
    {
        // The first difference is 0, with the slope of what is rounded: forward the rounded value, backward straight through.
        var scaled = x / scale;
        var rounded = (scaled - scaled.detach()).Plus(scaled.detach().round());
        return (zero is null ? rounded : rounded.Plus(zero.to(rounded.dtype))).clamp(LastingScalar.Of(low), LastingScalar.Of(high));
    }

    private static Tensor Dequantize(Tensor x, Tensor scale, Tensor? zero)
    {
        // Biases have 32 bits, more than float32 holds.
        var values = x.is_integral() ? x.to(ScalarType.Float64) : x;
        return ((zero is null ? values : values - zero.to(values.dtype)) * scale.to(values.dtype)).to(x.is_integral() ? scale.dtype : x.dtype);
    }

    private static Tensor Shifted(Tensor x, Tensor? zero)
    {
        var values = x.is_integral() ? x.to(ScalarType.Float32) : x;
        return zero is null ? values : values - zero.to(values.dtype);
    }

    private static Tensor PerTensor(Tensor numbers) => numbers.numel() == 1 ? numbers.reshape() : throw Misfit(numbers);

    private static Tensor? PerRow(Tensor? numbers, Tensor matrix) => Along(numbers, matrix, matrix.shape.Length - 2);

    private static Tensor? PerColumn(Tensor? numbers, Tensor matrix) => Along(numbers, matrix, matrix.shape.Length - 1);

    private static Tensor? PerFilter(Tensor? numbers, Tensor weight) => Along(numbers, weight, 0);

    /// <summary>One number for all, or one for each place of an axis: nothing else, since it would be broadcast to any size.</summary>
    private static Tensor? Along(Tensor? numbers, Tensor values, int axis)
    {
        if (numbers is null || numbers.numel() == 1)
            return numbers?.reshape();
        return axis >= 0 && numbers.shape is [var count] && count == values.shape[axis]
            ? numbers.reshape([count, .. Enumerable.Repeat(1L, values.shape.Length - axis - 1)])
            : throw Misfit(numbers);
    }

    private static InvalidOperationException Misfit(Tensor numbers) => new($"scales or zero points {ShapeText.Of(numbers.shape)} do not fit their values");
}
