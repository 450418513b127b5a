using System.Runtime.InteropServices;
using ModelAssert.Onnx.Format;
using TorchSharp;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// Turns tensors of the file into torch tensors. Whatever the file's precision, floating point becomes float32: gradients in half precision are of
/// no use, and no weight needs more. Integers and booleans keep their kind.
/// </summary>
internal static class TensorReader
{
    /// <summary>The kind of tensor that values of this kind become, or null if there is none.</summary>
    public static ScalarType? TypeOf(DataType type) => type switch
    {
        DataType.Float or DataType.Float16 or DataType.Bfloat16 or DataType.Double => ScalarType.Float32,
        DataType.Int64 => ScalarType.Int64,
        DataType.Int32 => ScalarType.Int32,
        DataType.Int16 => ScalarType.Int16,
        DataType.Int8 => ScalarType.Int8,
        DataType.Uint8 => ScalarType.Byte,
        DataType.Bool => ScalarType.Bool,
        _ => null,
    };

    /// <summary>Whether quantised values of this kind become float32, which holds them exactly: libtorch has no such integers.</summary>
    public static bool IsReadAsFloat(DataType type) => type is DataType.Uint16 or DataType.Int4 or DataType.Uint4;

    /// <summary>Reads one tensor, which <see cref="TensorChecks"/> has found complete.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="tensor">The tensor.</param>
    /// <returns>A new tensor of the stated dimensions. The caller, or its dispose scope, owns it.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0013</c>: values of a kind that the import lacks.</exception>
    public static Tensor Read(string path, TensorProto tensor)
    {
        var shape = tensor.Dims.ToArray();
        return tensor.ElementType switch
        {
            DataType.Float => torch.tensor(tensor.HasRawData ? Raw<float>(tensor) : [.. tensor.FloatData], shape),
            DataType.Double => torch.tensor(Convert(tensor.HasRawData ? Raw<double>(tensor) : [.. tensor.DoubleData], d => (float)d), shape),
            DataType.Float16 => torch.tensor(Convert(Bits(tensor), b => (float)BitConverter.UInt16BitsToHalf((ushort)b)), shape),
            DataType.Bfloat16 => torch.tensor(Convert(Bits(tensor), b => BitConverter.Int32BitsToSingle(b << 16)), shape),
            DataType.Int64 => torch.tensor(tensor.HasRawData ? Raw<long>(tensor) : [.. tensor.Int64Data], shape),
            DataType.Int32 => torch.tensor(tensor.HasRawData ? Raw<int>(tensor) : [.. tensor.Int32Data], shape),
            DataType.Int16 => torch.tensor(Bits(tensor), shape),
            DataType.Int8 => torch.tensor(Small(tensor, b => (sbyte)b), shape),
            DataType.Uint8 => torch.tensor(Small(tensor, b => b), shape),
            DataType.Uint16 => torch.tensor(Convert(Bits(tensor), b => (float)(ushort)b), shape),
            DataType.Uint4 => torch.tensor(Nibbles(tensor, n => n), shape),
            DataType.Int4 => torch.tensor(Nibbles(tensor, n => n < 8 ? n : n - 16), shape),
            DataType.Bool => torch.tensor(Small(tensor, b => b != 0), shape),
            _ => throw OnnxErrors.OperatorsUnsupported(path, [$"values of the kind {tensor.ElementType} (tensor '{tensor.Name}')"]),
        };
    }

    private static T[] Raw<T>(TensorProto tensor)
        where T : unmanaged
    {
        // The format is little-endian, and so is every system that libtorch runs on.
        return MemoryMarshal.Cast<byte, T>(tensor.RawData.Span).ToArray();
    }

    private static short[] Bits(TensorProto tensor) =>
        tensor.HasRawData ? Raw<short>(tensor) : Convert<int, short>([.. tensor.Int32Data], i => (short)i);

    private static T[] Small<T>(TensorProto tensor, Converter<byte, T> convert) =>
        Convert(tensor.HasRawData ? tensor.RawData.ToByteArray() : Convert<int, byte>([.. tensor.Int32Data], i => (byte)i), convert);

    /// <summary>Two to a byte, the first in the lower half.</summary>
    private static float[] Nibbles(TensorProto tensor, Converter<int, float> convert)
    {
        var bytes = Small(tensor, b => b);
        var count = tensor.Dims.Aggregate(1L, (a, b) => a * b);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = convert(i % 2 == 0 ? bytes[i / 2] & 15 : bytes[i / 2] >> 4);
        return values;
    }

    private static TTo[] Convert<TFrom, TTo>(TFrom[] values, Converter<TFrom, TTo> convert) => Array.ConvertAll(values, convert);
}
