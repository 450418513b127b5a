using Google.Protobuf;
using ModelAssert.Onnx.Format;
using TorchSharp;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Export;

/// <summary>Puts values into a tensor of a file, in the precision and place that it has: the way back of <see cref="Import.TensorReader"/>.</summary>
internal static class WeightWriter
{
    /// <summary>Replaces the values of a tensor.</summary>
    /// <param name="target">The tensor of the file.</param>
    /// <param name="values">Floating point, of the same shape.</param>
    /// <exception cref="ArgumentException">The shape is another, or the tensor is not floating point.</exception>
    public static void Replace(TensorProto target, torch.Tensor values)
    {
        if (!values.shape.AsSpan().SequenceEqual(target.Dims.ToArray()))
            throw new ArgumentException($"The weight '{target.Name}' is of {ShapeText.Of([.. target.Dims])}, not {ShapeText.Of(values.shape)}.", nameof(values));

        using var scope = torch.NewDisposeScope();
        var type = TypeOf(target.ElementType) ?? throw new ArgumentException($"The weight '{target.Name}' is of {target.ElementType}, which is not floating point.", nameof(target));
        var bytes = values.detach().to(type).contiguous().bytes.ToArray();
        target.FloatData.Clear();
        target.DoubleData.Clear();
        target.Int32Data.Clear();
        // Little-endian, as the format is and every system that libtorch runs on.
        target.RawData = ByteString.CopyFrom(bytes);
    }

    private static torch.ScalarType? TypeOf(DataType type) => type switch
    {
        DataType.Float => torch.ScalarType.Float32,
        DataType.Double => torch.ScalarType.Float64,
        DataType.Float16 => torch.ScalarType.Float16,
        DataType.Bfloat16 => torch.ScalarType.BFloat16,
        _ => null,
    };
}
