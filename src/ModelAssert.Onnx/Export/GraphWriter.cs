using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelAssert.Onnx.Format;
using TorchSharp;

namespace ModelAssert.Onnx.Export;

/// <summary>
/// A graph that grows at its end: every node reads the value that the one before it wrote. Where paths part, <see cref="Here"/> remembers the place, <see cref="GoBackTo"/>
/// returns to it and <see cref="Add"/> joins them.
/// </summary>
/// <param name="image">The shape of one image.</param>
internal sealed class GraphWriter(ImageShape image)
{
    private const string InputName = "image";
    private const string OutputName = "logits";

    private readonly GraphProto graph = new() { Name = "network" };
    private string current = InputName;

    /// <summary>The shape of the value written last, without the batch: <c>[C, H, W]</c> or <c>[features]</c>.</summary>
    public long[] Shape { get; private set; } = [image.Channels, image.Height, image.Width];

    /// <summary>Appends a node.</summary>
    /// <param name="name">The node's name, unique in the graph.</param>
    /// <param name="operation">The operator.</param>
    /// <param name="shape">The shape of what it writes, without the batch.</param>
    /// <param name="weights">Its further inputs, in order; each is stored as <c>name.role</c>.</param>
    /// <param name="attributes">Its attributes.</param>
    public void Append(string name, string operation, long[] shape, (string Role, torch.Tensor Values)[] weights, params AttributeProto[] attributes)
    {
        var node = new NodeProto { Name = name, OpType = operation, Input = { current }, Output = { name + ".out" }, Attribute = { attributes } };
        foreach (var (role, values) in weights)
        {
            var initializer = Initializer($"{name}.{role}", values);
            graph.Initializer.Add(initializer);
            node.Input.Add(initializer.Name);
        }

        graph.Node.Add(node);
        current = node.Output[0];
        Shape = shape;
    }

    /// <summary>The value written last.</summary>
    public WrittenValue Here => new(current, Shape);

    /// <summary>Lets the next node read an earlier value.</summary>
    public void GoBackTo(WrittenValue value) => (current, Shape) = (value.Name, value.Shape);

    /// <summary>Appends the sum of an earlier value and the one written last.</summary>
    /// <param name="name">The node's name, unique in the graph.</param>
    /// <param name="other">The earlier value, of the same shape.</param>
    public void Add(string name, WrittenValue other)
    {
        Append(name, "Add", Shape, []);
        graph.Node[^1].Input.Insert(0, other.Name);
    }

    /// <summary>Closes the graph with the value written last as its output.</summary>
    /// <exception cref="ArgumentException">That value is not one number per label.</exception>
    public GraphProto Finish()
    {
        if (graph.Node.Count == 0 || Shape.Length != 1)
            throw new ArgumentException($"The network ends in {ShapeText.Of(Shape)} per image, not in [labels]. End it in Flatten or Linear.");

        graph.Node[^1].Output[0] = OutputName;
        graph.Input.Add(Value(InputName, [image.Channels, image.Height, image.Width]));
        graph.Output.Add(Value(OutputName, Shape));
        return graph;
    }

    private static ValueInfoProto Value(string name, long[] shape)
    {
        var dimensions = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "batch" } } };
        foreach (var size in shape)
            dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });

        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }

    private static TensorProto Initializer(string name, torch.Tensor values)
    {
        using var scope = torch.NewDisposeScope();
        var floats = values.detach().cpu().to(torch.ScalarType.Float32).contiguous();
        return new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { floats.shape },
            RawData = ByteString.CopyFrom(LittleEndian(floats.data<float>().ToArray())),
        };
    }

    private static ReadOnlySpan<byte> LittleEndian(float[] values)
    {
        var bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
        if (!BitConverter.IsLittleEndian)
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits, bits);
        return MemoryMarshal.AsBytes(bits);
    }
}
