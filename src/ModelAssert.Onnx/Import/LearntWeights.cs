using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Import;

/// <summary>Which constants of a graph a training would change: those that layers multiply by and add, not the statistics of batch norms, and not what merely scales images.</summary>
internal static class LearntWeights
{
    /// <summary>What may stand between a weight and its layer: operators that pass its values on in another shape or precision.</summary>
    private static readonly HashSet<string> PassOn = ["Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose"];

    /// <summary>Finds them.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The names of initialisers, and of the outputs of constants, in floating point.</returns>
    public static IReadOnlySet<string> NamesIn(GraphProto graph)
    {
        var constants = graph.Initializer.Where(IsFloatingPoint).Select(tensor => tensor.Name)
            .Concat(graph.Node.Where(node => node.OpType == "Constant" && node.Attribute.Any(a => a.T is { } value && IsFloatingPoint(value))).Select(node => node.Output[0]))
            .ToHashSet();
        var makers = graph.Node.SelectMany(node => node.Output.Select(output => (output, node))).Where(made => made.output.Length > 0).ToDictionary(made => made.output, made => made.node);
        return graph.Node.SelectMany(node => InputsOf(node, makers)).Select(Origin).Where(constants.Contains).ToHashSet();

        string Origin(string name)
        {
            while (!constants.Contains(name) && makers.GetValueOrDefault(name) is { } maker && PassOn.Contains(maker.OpType))
                name = maker.Input[0];
            return name;
        }
    }

    /// <summary>The inputs of a layer that hold what it has learnt; of other nodes none.</summary>
    private static IEnumerable<string> InputsOf(NodeProto node, Dictionary<string, NodeProto> makers) => node.OpType switch
    {
        "Conv" or "ConvTranspose" or "Gemm" or "PRelu" => node.Input.Skip(1),
        "MatMul" => node.Input,
        "BatchNormalization" or "InstanceNormalization" or "LayerNormalization" or "GroupNormalization" => node.Input.Skip(1).Take(2),
        // The bias of a product.
        "Add" when node.Input.Any(input => makers.GetValueOrDefault(input)?.OpType == "MatMul") => node.Input,
        _ => [],
    };

    private static bool IsFloatingPoint(TensorProto tensor) => tensor.ElementType is DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16;
}
