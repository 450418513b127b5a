using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// Which values of a graph are quantised. They are integers in the file and travel as floating point here, since integers have no gradients; so only
/// operators that know of it, or pass values on whatever they are, may read them.
/// </summary>
internal sealed class QuantizedValues
{
    private static readonly HashSet<string> Readers = new(StringComparer.Ordinal)
    {
        "DequantizeLinear", "QuantizeLinear", "QLinearConv", "QLinearMatMul", "MatMulInteger", "ConvInteger", "Shape", "Size",
    };

    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "Identity", "Dropout", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Expand", "Tile", "DepthToSpace", "SpaceToDepth", "Concat",
        "Split", "Slice", "Gather", "MaxPool", "GlobalMaxPool", "Pad",
    };

    private readonly Dictionary<string, DataType> quantized = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DataType> declared = new(StringComparer.Ordinal);

    /// <summary>Whether an operator makes quantised values.</summary>
    public static bool Makes(string operation) =>
        operation is "QuantizeLinear" or "DynamicQuantizeLinear" or "QLinearConv" or "QLinearMatMul" or "MatMulInteger" or "ConvInteger";

    /// <summary>The smallest and the largest value of a kind.</summary>
    public static (long Low, long High) Range(DataType kind) => kind switch
    {
        DataType.Uint8 => (byte.MinValue, byte.MaxValue),
        DataType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        DataType.Uint16 => (ushort.MinValue, ushort.MaxValue),
        DataType.Int16 => (short.MinValue, short.MaxValue),
        _ => (int.MinValue, int.MaxValue),
    };

    /// <summary>The kind that a QuantizeLinear makes: its zero point's, else the one that it names, else 8 bits without a sign.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0013</c>: a kind that the import lacks.</exception>
    public static DataType KindOfQuantizeLinear(NodeReader node) =>
        node.HasInput(2) ? KindOfZeroPoint(node, 2) : Known(node, node.Has("output_dtype") ? (DataType)node.Int("output_dtype", 0) : DataType.Uint8);

    /// <summary>The kind of a zero point, which is that of the values.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0013</c>: it is not known at load, or one that the import lacks.</exception>
    public static DataType KindOfZeroPoint(NodeReader node, int input) =>
        Known(node, node.KindOf(input) ?? throw node.Unsupported("a zero point of a kind that is not written down"));

    /// <summary>Notes the kind of a value that the file declares. Kinds that libtorch lacks are read as floating point.</summary>
    public void Declare(string name, DataType kind)
    {
        declared[name] = kind;
        if (TensorReader.IsReadAsFloat(kind))
            quantized[name] = kind;
    }

    /// <summary>The kind of a value, as far as it is known at load.</summary>
    public DataType? KindOf(string name) =>
        quantized.TryGetValue(name, out var kind) || declared.TryGetValue(name, out kind) ? kind : null;

    /// <summary>The kind of a value that travels as floating point, or null if it travels as what it is.</summary>
    public DataType? QuantizedKindOf(string name) => quantized.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>Follows the values through a node.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0013</c>: an operator reads quantised values and cannot.</exception>
    public void Follow(NodeProto node, NodeReader reader)
    {
        if (Makes(node.OpType))
        {
            MarkOutputs(node, reader);
            return;
        }

        // A zero point may be a node of its own, or pass through one.
        if (node is { OpType: "Constant", Attribute: [{ T: { } value }], Output: [var constant, ..] })
            Declare(constant, value.ElementType);
        else if (Passing.Contains(node.OpType) && node is { Input: [var passed, ..], Output: [var result, ..] } && KindOf(passed) is { } kind)
            Declare(result, kind);

        if (node.Input.FirstOrDefault(quantized.ContainsKey) is not { } input || Readers.Contains(node.OpType))
            return;
        if (Passing.Contains(node.OpType))
        {
            foreach (var output in node.Output)
                quantized[output] = quantized[input];
        }
        else if (node.OpType != "Cast" || TensorReader.TypeOf((DataType)reader.Int("to", 0)) is not TorchSharp.torch.ScalarType.Float32)
        {
            throw reader.Unsupported($"the quantised values '{input}' as its input");
        }
    }

    private void MarkOutputs(NodeProto node, NodeReader reader)
    {
        var kind = node.OpType switch
        {
            "QuantizeLinear" => KindOfQuantizeLinear(reader),
            "DynamicQuantizeLinear" => DataType.Uint8,
            "QLinearConv" or "QLinearMatMul" => KindOfZeroPoint(reader, 7),
            _ => DataType.Int32,
        };

        // The second output of a DynamicQuantizeLinear is its scale.
        foreach (var output in node.Output.Where((name, i) => i != 1 && name.Length > 0))
            quantized[output] = kind;
    }

    private static DataType Known(NodeReader node, DataType kind) => kind is DataType.Uint8 or DataType.Int8 or DataType.Uint16 or DataType.Int16
        ? kind
        : throw node.Unsupported($"quantised values of the kind {kind}");
}
