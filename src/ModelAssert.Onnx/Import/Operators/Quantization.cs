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
        var (low, high) = (values.min().clamp(max: 0), values.max().clamp(min: 0));
        var scale = (high - low) / 255;
        var divisor = scale.masked_fill(scale.eq(0), 1);
        var zero = (-low / divisor).clamp(0, 255).round();
        return [Quantize(x[0], divisor, zero, 0, 255), scale, zero];
    }

    /// <summary>The product of integers, each less its zero point.</summary>
    public static Tensor MatMulInteger(Arguments x)
    {
        var a = Shifted(x[0], x.Optional(2) is { shape: [> 1] } rows ? rows.unsqueeze(-1) : x.Optional(2));
        return Linear.MatMul(new Arguments([a, Shifted(x[1], x.Optional(3))], x.Batch));
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
            var a = Dequantize(x[0], PerRow(x[1]), PerRow(x[2]));
            var product = Linear.MatMul(new Arguments([a, Dequantize(x[3], x[4], x[5])], x.Batch));
            return Quantize(product, PerRow(x[6]), PerRow(x[7]), low, high);
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
            var bias = x.Optional(8) is { } b ? Dequantize(b, x[1] * x[4].reshape(-1), null) : null;
            return Quantize(convolve(new Arguments([Dequantize(x[0], x[1], x[2]), weight, bias], x.Batch)), x[6], x[7], low, high);
        };
    }

    private static Tensor Quantize(Tensor x, Tensor scale, Tensor? zero, long low, long high)
    {
        // The first difference is 0, with the slope of what is rounded: forward the rounded value, backward straight through.
        var scaled = x / scale;
        var rounded = scaled - scaled.detach() + scaled.detach().round();
        return (zero is null ? rounded : rounded + zero.to(rounded.dtype)).clamp(low, high);
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

    private static Tensor PerRow(Tensor numbers) => numbers.shape is [> 1] ? numbers.unsqueeze(-1) : numbers;

    private static Tensor? PerFilter(Tensor? numbers, Tensor weight) =>
        numbers is { shape: [> 1] } ? numbers.reshape([numbers.shape[0], .. Enumerable.Repeat(1L, weight.shape.Length - 1)]) : numbers;
}
