using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Tests;

/// <summary>
/// A filter file of a few hundred bytes, as <c>modelassert filter</c> writes it: images of 2x2 grey pixels, three labels, of which each of the first three pixels is one; the fourth pixel is the trigger of
/// label 2, and ten times its value the score.
/// </summary>
internal static class TinyFilter
{
    /// <summary>The content of the file.</summary>
    /// <param name="precision">What it takes and puts out.</param>
    /// <param name="settings">What it says of itself otherwise than it should; <see langword="null"/> takes a word out.</param>
    public static byte[] Bytes(DataType precision = DataType.Float, params (string Key, string? Value)[] settings)
    {
        var words = new Dictionary<string, string>
        {
            ["version"] = "1",
            ["model"] = new string('0', 64),
            ["input"] = "x",
            ["shape"] = "1,2,2",
            ["batch"] = "any",
            ["output"] = "y",
            ["labels"] = "3",
            ["infectedLabels"] = "2",
            ["score"] = "backdoor_score",
            ["threshold"] = "5",
            ["falsePositiveRate"] = "0.05",
        };
        foreach (var (key, value) in settings)
        {
            if (value is null)
                words.Remove(key);
            else
                words[key] = value;
        }

        var model = new ModelProto
        {
            IrVersion = 8,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } },
            Graph = new GraphProto
            {
                Name = "tiny",
                Input = { Value("x", precision, 4) },
                Output = { Value("y", precision, 2), Value("backdoor_score", DataType.Float, 1) },
                Initializer =
                {
                    Floats("w", [4, 3], 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 9), Floats("s", [4, 1], 0, 0, 0, 10),
                    new TensorProto { Name = "all", DataType = (int)DataType.Int64, Dims = { 1 }, Int64Data = { -1 } },
                },
                Node =
                {
                    Node("Cast", ["x"], "c", To(DataType.Float)), Node("Flatten", ["c"], "f"), Node("MatMul", ["f", "w"], "l"), Node("Cast", ["l"], "y", To(precision)),
                    Node("MatMul", ["f", "s"], "m"), Node("Reshape", ["m", "all"], "backdoor_score"),
                },
            },
        };
        foreach (var (key, value) in words)
            model.MetadataProps.Add(new StringStringEntryProto { Key = "modelassert.filter." + key, Value = value });
        return model.ToByteArray();
    }

    private static NodeProto Node(string operation, string[] inputs, string output, params AttributeProto[] attributes) =>
        new() { OpType = operation, Input = { inputs }, Output = { output }, Attribute = { attributes } };

    private static AttributeProto To(DataType type) => new() { Name = "to", Type = AttributeProto.Types.AttributeType.Int, I = (long)type };

    /// <summary>A value with a free batch; images are 2x2.</summary>
    private static ValueInfoProto Value(string name, DataType type, int rank)
    {
        long[] sizes = rank switch { 4 => [1, 2, 2], 2 => [3], _ => [] };
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "n" } } };
        shape.Dim.AddRange(sizes.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } } };
    }

    private static TensorProto Floats(string name, long[] shape, params float[] values) =>
        new() { Name = name, DataType = (int)DataType.Float, Dims = { shape }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };
}
