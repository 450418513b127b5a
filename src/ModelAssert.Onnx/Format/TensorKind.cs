using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Format;

/// <summary>How values of each kind lie in a tensor.</summary>
internal static class TensorKind
{
    /// <summary>The field, beside <c>raw_data</c>, that holds values of a kind; <see langword="null"/> for kinds that are not known.</summary>
    public static string? FieldOf(DataType kind) => kind switch
    {
        DataType.Float or DataType.Complex64 => "float_data",
        DataType.Double or DataType.Complex128 => "double_data",
        DataType.Int64 => "int64_data",
        DataType.Uint32 or DataType.Uint64 => "uint64_data",
        DataType.String => "string_data",
        _ => BitsOf(kind) is 0 ? null : "int32_data",
    };

    /// <summary>Bits of one value, or 0 for text and for kinds that are not known.</summary>
    public static int BitsOf(DataType kind) => kind switch
    {
        DataType.Int2 or DataType.Uint2 => 2,
        DataType.Int4 or DataType.Uint4 or DataType.Float4E2M1 => 4,
        DataType.Bool or DataType.Int8 or DataType.Uint8 or DataType.Float8E4M3Fn or DataType.Float8E4M3Fnuz or DataType.Float8E5M2 or DataType.Float8E5M2Fnuz or DataType.Float8E8M0 => 8,
        DataType.Int16 or DataType.Uint16 or DataType.Float16 or DataType.Bfloat16 => 16,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 32,
        DataType.Double or DataType.Int64 or DataType.Uint64 or DataType.Complex64 => 64,
        DataType.Complex128 => 128,
        _ => 0,
    };

    /// <summary>The smallest and the largest number that stands for a value in <c>int32_data</c>. Of a larger one, readers take different parts.</summary>
    public static (int Low, int High) NumbersOf(DataType kind) => kind switch
    {
        DataType.Int32 => (int.MinValue, int.MaxValue),
        DataType.Int16 => (short.MinValue, short.MaxValue),
        DataType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        DataType.Bool => (0, 1),
        _ => (0, BitsOf(kind) == 16 ? ushort.MaxValue : byte.MaxValue),
    };
}
