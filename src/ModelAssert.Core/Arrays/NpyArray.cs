using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ModelAssert.Arrays;

/// <summary>One NumPy array in memory: little-endian, in C order (the last index runs fastest).</summary>
internal sealed class NpyArray
{
    private readonly byte[] bytes;

    internal NpyArray(NpyElementType elementType, int[] shape, byte[] bytes)
    {
        ElementType = elementType;
        Shape = shape;
        this.bytes = bytes;
    }

    /// <summary>The type of its elements.</summary>
    public NpyElementType ElementType { get; }

    /// <summary>Its extents, the slowest index first. Empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many elements it has.</summary>
    public int Count => bytes.Length / NpyHeader.SizeOf(ElementType);

    /// <summary>Whether its elements are whole numbers.</summary>
    public bool IsInteger => ElementType is not (NpyElementType.Float16 or NpyElementType.Float32 or NpyElementType.Float64);

    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>An array of single-precision numbers.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="values">The elements, in C order; their number is the product of the extents.</param>
    /// <returns>The array, which holds a copy of the values.</returns>
    /// <exception cref="ArgumentException">The number of values is not the product of the extents.</exception>
    public static NpyArray Of(ReadOnlySpan<int> shape, ReadOnlySpan<float> values) =>
        Of(NpyElementType.Float32, shape, MemoryMarshal.AsBytes(values));

    /// <summary>An array of unsigned bytes.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{int}, ReadOnlySpan{float})"/>
    public static NpyArray Of(ReadOnlySpan<int> shape, ReadOnlySpan<byte> values) =>
        Of(NpyElementType.UInt8, shape, values);

    /// <summary>An array of 64-bit integers.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{int}, ReadOnlySpan{float})"/>
    public static NpyArray Of(ReadOnlySpan<int> shape, ReadOnlySpan<long> values) =>
        Of(NpyElementType.Int64, shape, MemoryMarshal.AsBytes(values));

    /// <summary>The elements as single-precision numbers; larger integers and doubles are rounded.</summary>
    /// <returns>A new array, in C order.</returns>
    public float[] ToSingles()
    {
        var values = new float[Count];
        CopySingles(0, values);
        return values;
    }

    /// <summary>Copies some of the elements as single-precision numbers; larger integers and doubles are rounded.</summary>
    /// <param name="start">The first one, counted in C order.</param>
    /// <param name="values">Where to; as many are copied as fit in.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many elements.</exception>
    public void CopySingles(int start, Span<float> values) => Convert(start, values, ElementType switch
    {
        NpyElementType.Boolean or NpyElementType.UInt8 => static b => b[0],
        NpyElementType.Int8 => static b => (sbyte)b[0],
        NpyElementType.UInt16 => static b => BinaryPrimitives.ReadUInt16LittleEndian(b),
        NpyElementType.Int16 => static b => BinaryPrimitives.ReadInt16LittleEndian(b),
        NpyElementType.UInt32 => static b => BinaryPrimitives.ReadUInt32LittleEndian(b),
        NpyElementType.Int32 => static b => BinaryPrimitives.ReadInt32LittleEndian(b),
        NpyElementType.Int64 => static b => BinaryPrimitives.ReadInt64LittleEndian(b),
        NpyElementType.Float16 => static b => (float)BinaryPrimitives.ReadHalfLittleEndian(b),
        NpyElementType.Float32 => static b => BinaryPrimitives.ReadSingleLittleEndian(b),
        _ => (Element<float>)(static b => (float)BinaryPrimitives.ReadDoubleLittleEndian(b)),
    });

    /// <summary>The elements as 64-bit integers.</summary>
    /// <returns>A new array, in C order.</returns>
    /// <exception cref="InvalidOperationException">The elements are not whole numbers.</exception>
    public long[] ToIntegers()
    {
        var values = new long[Count];
        Convert(0, values, IntegerReader());
        return values;
    }

    private Element<long> IntegerReader() => ElementType switch
    {
        NpyElementType.Boolean or NpyElementType.UInt8 => static b => b[0],
        NpyElementType.Int8 => static b => (sbyte)b[0],
        NpyElementType.UInt16 => static b => BinaryPrimitives.ReadUInt16LittleEndian(b),
        NpyElementType.Int16 => static b => BinaryPrimitives.ReadInt16LittleEndian(b),
        NpyElementType.UInt32 => static b => BinaryPrimitives.ReadUInt32LittleEndian(b),
        NpyElementType.Int32 => static b => BinaryPrimitives.ReadInt32LittleEndian(b),
        NpyElementType.Int64 => static b => BinaryPrimitives.ReadInt64LittleEndian(b),
        _ => throw new InvalidOperationException("The array does not hold whole numbers."),
    };

    private delegate T Element<out T>(ReadOnlySpan<byte> bytes);

    private void Convert<T>(int start, Span<T> values, Element<T> read)
    {
        var size = NpyHeader.SizeOf(ElementType);
        var source = bytes.AsSpan(checked(start * size), checked(values.Length * size));
        for (var i = 0; i < values.Length; i++)
            values[i] = read(source[(i * size)..]);
    }

    private static NpyArray Of(NpyElementType type, ReadOnlySpan<int> shape, ReadOnlySpan<byte> bytes)
    {
        // The format is little-endian, and so is every system that .NET 10 and libtorch run on.
        if (NpyHeader.ByteCount(type, shape) != bytes.Length)
            throw new ArgumentException("The number of values is not the product of the extents.", nameof(shape));
        return new NpyArray(type, shape.ToArray(), bytes.ToArray());
    }
}
