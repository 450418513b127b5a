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
        var byteSize = ByteSize(tensor.ElementType);

        // A kind that the import cannot hold is refused when it is read, by its name.
        if (byteSize == 0)
            return;

        // Two values to a byte, in either place.
        if (tensor.ElementType is DataType.Int4 or DataType.Uint4)
            said = (said + 1) / 2;

        var (found, expected, unit) = tensor.HasRawData
            ? (tensor.RawData.Length, said * byteSize, "bytes")
            : (TypedCount(tensor), said, "values");
        if (found != expected)
            throw OnnxErrors.Malformed(path, $"the tensor '{tensor.Name}' is {ShapeText.Of(tensor.Dims)} but holds {found} of {expected} {unit}");
    }

    /// <summary>How many bytes the values of a tensor take as raw data.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0013</c>: a kind that the import lacks; <c>MODELASSERT0017</c>: a size that cannot be.</exception>
    public static long RequiredBytes(string path, TensorProto tensor)
    {
        var said = Count(path, tensor);
        var byteSize = ByteSize(tensor.ElementType);
        if (byteSize == 0)
            throw OnnxErrors.OperatorsUnsupported(path, [$"values of the kind {tensor.ElementType} (tensor '{tensor.Name}')"]);
        return tensor.ElementType is DataType.Int4 or DataType.Uint4 ? (said + 1) / 2 : said * byteSize;
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

    private static long TypedCount(TensorProto tensor) => tensor.ElementType switch
    {
        DataType.Float => tensor.FloatData.Count,
        DataType.Double => tensor.DoubleData.Count,
        DataType.Int64 => tensor.Int64Data.Count,
        _ => tensor.Int32Data.Count,
    };

    /// <summary>Bytes of one value, or 0 for kinds that are not imported.</summary>
    private static int ByteSize(DataType type) => type switch
    {
        DataType.Bool or DataType.Int8 or DataType.Uint8 or DataType.Int4 or DataType.Uint4 => 1,
        DataType.Int16 or DataType.Uint16 or DataType.Float16 or DataType.Bfloat16 => 2,
        DataType.Float or DataType.Int32 => 4,
        DataType.Double or DataType.Int64 => 8,
        _ => 0,
    };
}
