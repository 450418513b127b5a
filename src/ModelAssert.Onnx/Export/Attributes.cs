using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Format.AttributeProto.Types;

namespace ModelAssert.Onnx.Export;

/// <summary>Makes attributes of nodes.</summary>
internal static class Attributes
{
    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Float(string name, double value) => new() { Name = name, Type = AttributeType.Float, F = (float)value };

    public static AttributeProto Ints(string name, long[] values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };
}
