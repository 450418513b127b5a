using Google.Protobuf;
using ModelAssert.Onnx.Format;

namespace ModelAssert.Fuzz.Models;

/// <summary>Damages an ONNX model in its own terms, so that it still is one: sizes, attributes, operators, and who reads what.</summary>
internal static class ModelMutator
{
    private static readonly long[] Numbers = [0, 1, 2, 3, 4, 7, 8, 64, 1000, 65536, int.MaxValue, 1L << 31, 1L << 40, long.MaxValue, -1, -2, -3, -1000, long.MinValue];

    private static readonly string[] Operators =
    [
        "Relu", "Softmax", "Reshape", "Transpose", "Concat", "Slice", "Gather", "Expand", "Tile", "Pad", "Resize", "MatMul", "Gemm", "Conv", "MaxPool",
        "Range", "ConstantOfShape", "Split", "Squeeze", "Unsqueeze", "ReduceMean", "Where", "Cast", "Identity", "Shape", "QuantizeLinear", "DequantizeLinear",
    ];

    public static byte[] Damage(Random random, byte[] seed)
    {
        var model = ModelProto.Parser.ParseFrom(seed);
        for (var left = 1 << random.Next(3); left > 0; left--)
            Change(random, model);
        return model.ToByteArray();
    }

    private static void Change(Random random, ModelProto model)
    {
        var graph = model.Graph;
        var node = graph.Node[random.Next(graph.Node.Count)];
        var weight = graph.Initializer[random.Next(graph.Initializer.Count)];
        switch (random.Next(11))
        {
            case 0:
                node.OpType = Pick(random, Operators);
                break;
            case 1 when node.Input.Count > 0:
                node.Input[random.Next(node.Input.Count)] = AnyName(random, graph);
                break;
            case 2 when node.Input.Count > 0:
                node.Input.RemoveAt(random.Next(node.Input.Count));
                break;
            case 3:
                node.Input.Add(AnyName(random, graph));
                break;
            case 4 when node.Attribute.Count > 0:
                Change(random, node.Attribute[random.Next(node.Attribute.Count)]);
                break;
            case 5 when weight.Dims.Count > 0:
                weight.Dims[random.Next(weight.Dims.Count)] = Pick(random, Numbers);
                break;
            case 6 when weight.Int64Data.Count > 0:
                weight.Int64Data[random.Next(weight.Int64Data.Count)] = Pick(random, Numbers);
                break;
            case 7:
                weight.DataType = random.Next(20);
                break;
            case 8:
                graph.Node.RemoveAt(random.Next(graph.Node.Count));
                if (graph.Node.Count == 0)
                    graph.Node.Add(node);
                break;
            case 9 when graph.Input[0].Type?.TensorType?.Shape?.Dim is { Count: > 0 } sizes:
                sizes[random.Next(sizes.Count)].DimValue = Pick(random, Numbers);
                break;
            default:
                model.OpsetImport[0].Version = random.Next(30);
                break;
        }
    }

    private static void Change(Random random, AttributeProto attribute)
    {
        // A value of another type than the attribute's is refused at once, and says nothing of what comes after.
        switch (attribute.Type)
        {
            case AttributeProto.Types.AttributeType.Int:
                attribute.I = Pick(random, Numbers);
                break;
            case AttributeProto.Types.AttributeType.Ints when attribute.Ints.Count > 0 && random.Next(2) == 0:
                attribute.Ints[random.Next(attribute.Ints.Count)] = Pick(random, Numbers);
                break;
            case AttributeProto.Types.AttributeType.Float:
                attribute.F = random.Next(2) == 0 ? float.NaN : random.Next(-5, 5) * 1e20f;
                break;
            default:
                attribute.Ints.Add(Pick(random, Numbers));
                break;
        }
    }

    private static string AnyName(Random random, GraphProto graph) => random.Next(4) switch
    {
        0 => "",
        1 => graph.Input[0].Name,
        2 => graph.Initializer[random.Next(graph.Initializer.Count)].Name,
        _ => graph.Node[random.Next(graph.Node.Count)].Output[0],
    };

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
