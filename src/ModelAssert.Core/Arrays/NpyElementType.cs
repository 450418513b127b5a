namespace ModelAssert.Arrays;

/// <summary>The element types of NumPy arrays that are read.</summary>
internal enum NpyElementType
{
    /// <summary>Truth values, one byte each.</summary>
    Boolean,

    /// <summary>Unsigned 8-bit integers.</summary>
    UInt8,

    /// <summary>Signed 8-bit integers.</summary>
    Int8,

    /// <summary>Unsigned 16-bit integers.</summary>
    UInt16,

    /// <summary>Signed 16-bit integers.</summary>
    Int16,

    /// <summary>Unsigned 32-bit integers.</summary>
    UInt32,

    /// <summary>Signed 32-bit integers.</summary>
    Int32,

    /// <summary>Signed 64-bit integers.</summary>
    Int64,

    /// <summary>Half-precision numbers.</summary>
    Float16,

    /// <summary>Single-precision numbers.</summary>
    Float32,

    /// <summary>Double-precision numbers.</summary>
    Float64,
}
