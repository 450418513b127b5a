using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Format;

/// <summary>A tensor holds as many values as its dimensions say. Memory is asked for by what is there, never by what is said.</summary>
internal static class TensorChecks
{
    /// <summary>libtorch computes with tensors of at most this many dimensions.</summary>
    private const int LargestRank = 64;

    /// <summary>Checks one tensor of a file.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>.</exception>
    public static void RequireComplete(string path, TensorProto tensor)
    {
        if (ExternalData.IsElsewhere(tensor))
            throw OnnxErrors.ExternalData(path, tensor.Name);
        if (tensor.Segment is not null)
            throw OnnxErrors.Malformed(path, $"the tensor '{tensor.Name}' is a segment of another");

        var said = Count(path, tensor);
        var bits = TensorKind.BitsOf(tensor.ElementType);

        // Text, and a kind that is not known, are refused by their names when they are read.
        if (bits == 0)
            return;

        var (found, expected, unit) = tensor.HasRawData
            ? (tensor.RawData.Length, Bytes(said, bits), "bytes")
            : (TypedCount(tensor), Typed(said, tensor.ElementType, bits), "values");
        if (found != expected)
            throw OnnxErrors.Malformed(path, $"the tensor '{tensor.Name}' is {ShapeText.Of(tensor.Dims)} but holds {found} of {expected} {unit}");
        RequireValues(path, tensor);
    }

    /// <summary>How many bytes the values of a tensor take as raw data.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0013</c>: a kind that has no raw data; <c>MODELASSERT0017</c>: a size that cannot be.</exception>
    public static long RequiredBytes(string path, TensorProto tensor)
    {
        var said = Count(path, tensor);
        var bits = TensorKind.BitsOf(tensor.ElementType);
        if (bits == 0)
            throw OnnxErrors.OperatorsUnsupported(path, [$"values of the kind {tensor.ElementType} (tensor '{tensor.Name}')"]);
        return Bytes(said, bits);
    }

    /// <summary>Values smaller than a byte share one, and the last may be filled up.</summary>
    private static long Bytes(long count, int bits) => (count * bits + 7) / 8;

    private static long Typed(long count, DataType kind, int bits) => kind switch
    {
        DataType.Complex64 or DataType.Complex128 => count * 2,
        _ => bits < 8 ? Bytes(count, bits) : count,
    };

    /// <summary>A number is a value of its kind: a 300 in a byte is 44 to one reader, and an error or something else to another.</summary>
    private static void RequireValues(string path, TensorProto tensor)
    {
        var (low, high) = TensorKind.NumbersOf(tensor.ElementType);
        foreach (var number in tensor.Int32Data)
        {
            if (number < low || number > high)
                throw OnnxErrors.Ambiguous(path, $"the tensor '{tensor.Name}' holds {number}, which is no value of the kind {tensor.ElementType}");
        }

        if (tensor.ElementType == DataType.Bool && tensor.RawData.Span.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var place)
            throw OnnxErrors.Ambiguous(path, $"the tensor '{tensor.Name}' holds {tensor.RawData[place]}, which is neither true nor false");
    }

    private static long Count(string path, TensorProto tensor)
    {
        // Strides are products of sizes too, and those of an empty tensor overflow as well: its zeros count as 1 here.
        var (count, strides) = (1L, 1L);
        foreach (var size in tensor.Dims)
        {
            // A product beyond any file is as wrong as a negative size; the bound keeps the multiplication from overflowing.
            if (size is < 0 or > int.MaxValue || strides * Math.Max(size, 1) > int.MaxValue || tensor.Dims.Count > LargestRank)
                throw OnnxErrors.Malformed(path, $"the tensor '{tensor.Name}' claims the size {ShapeText.Of(tensor.Dims.Take(LargestRank))}");
            (count, strides) = (count * size, strides * Math.Max(size, 1));
        }

        return count;
    }

    private static long TypedCount(TensorProto tensor) => TensorKind.FieldOf(tensor.ElementType) switch
    {
        "float_data" => tensor.FloatData.Count,
        "double_data" => tensor.DoubleData.Count,
        "int64_data" => tensor.Int64Data.Count,
        "uint64_data" => tensor.Uint64Data.Count,
        _ => tensor.Int32Data.Count,
    };
}
