using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Format.AttributeProto.Types;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Tests.Support;

/// <summary>Small models, written down.</summary>
internal static class ModelBuilder
{
    public static ModelProto Model(long opset, GraphProto graph, long irVersion = 8) => new()
    {
        IrVersion = irVersion,
        ProducerName = "tests",
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = opset } },
        Graph = graph,
    };

    /// <summary>A graph from <c>x</c> to <c>y</c>.</summary>
    public static GraphProto Graph(long[] inputShape, NodeProto[] nodes, params TensorProto[] weights) => new()
    {
        Name = "test",
        Input = { Value("x", DataType.Float, inputShape) },
        Output = { Value("y", DataType.Float) },
        Node = { nodes },
        Initializer = { weights },
    };

    /// <summary>A value; a size of 0 is left open, and no sizes at all leave the shape open.</summary>
    public static ValueInfoProto Value(string name, DataType type, params long[] shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (shape.Length > 0)
        {
            tensor.Shape = new TensorShapeProto { Dim = { shape.Select(Dimension) } };
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static TensorShapeProto.Types.Dimension Dimension(long size) => size == 0
        ? new TensorShapeProto.Types.Dimension { DimParam = "n" }
        : new TensorShapeProto.Types.Dimension { DimValue = size };

    public static NodeProto Node(string operation, string[] inputs, string output, params AttributeProto[] attributes) =>
        new() { OpType = operation, Input = { inputs }, Output = { output }, Attribute = { attributes } };

    public static AttributeProto Text(string name, string value) =>
        new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Tensor(string name, TensorProto value) => new() { Name = name, Type = AttributeType.Tensor, T = value };

    /// <summary>Different values around 0, by name and position.</summary>
    public static TensorProto Weights(string name, params long[] shape)
    {
        var seed = name.Sum(c => c);
        return Floats(name, shape, [.. Enumerable.Range(1, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => MathF.Sin(seed + 1.7f * i))]);
    }

    public static TensorProto Positive(string name, params long[] shape)
    {
        var floats = MemoryMarshal.Cast<byte, float>(Weights(name, shape).RawData.Span).ToArray();
        return Floats(name, shape, Array.ConvertAll(floats, f => MathF.Abs(f) + 0.5f));
    }

    public static TensorProto Floats(string name, long[] shape, params float[] values) => new()
    {
        Name = name,
        DataType = (int)DataType.Float,
        Dims = { shape },
        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
    };

    public static TensorProto Longs(string name, params long[] values) =>
        new() { Name = name, DataType = (int)DataType.Int64, Dims = { values.Length }, Int64Data = { values } };

    public static TensorProto LongsOf(string name, long[] shape, params long[] values) =>
        new() { Name = name, DataType = (int)DataType.Int64, Dims = { shape }, Int64Data = { values } };

    public static TensorProto Bools(string name, params int[] values) =>
        new() { Name = name, DataType = (int)DataType.Bool, Dims = { values.Length }, Int32Data = { values } };

    public static AttributeProto Floats(string name, params float[] values) =>
        new() { Name = name, Type = AttributeType.Floats, Floats = { values } };

    public static TensorProto Scalar(string name, float value) => Floats(name, [], value);
}
