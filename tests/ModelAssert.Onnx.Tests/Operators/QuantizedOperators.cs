using Google.Protobuf;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests.Operators;

public class QuantizedOperators
{
    private static readonly long[] Shape = [1, 2, 4, 3];
    private static readonly NodeProto[] RoundTrip = [Node("QuantizeLinear", ["x", "s", "z"], "q"), Node("DequantizeLinear", ["q", "s", "z"], "y")];

    private static readonly Dictionary<string, ModelProto> Cases = new()
    {
        ["8 bits without a sign"] = Quantized(13, RoundTrip, Scalar("s", 0.02f), Bytes("z", DataType.Uint8, [], 100)),
        ["8 bits with a sign, per channel"] = Quantized(
            13,
            [
                Node("QuantizeLinear", ["x", "s", "z"], "q", Int("axis", 1)),
                Node("DequantizeLinear", ["q", "s", "z"], "y", Int("axis", 1)),
            ],
            Floats("s", [2], 0.01f, 0.03f), Bytes("z", DataType.Int8, [2], 3, 254)),
        ["16 bits without a sign"] = Quantized(21, RoundTrip, Scalar("s", 0.0001f), Words("z", 30000)),
        ["passed on in between"] = Quantized(
            13,
            [
                Node("QuantizeLinear", ["x", "s", "z"], "q"),
                Node("Transpose", ["q"], "t", Ints("perm", [0, 1, 3, 2])),
                Node("MaxPool", ["t"], "p", Ints("kernel_shape", [2, 2])),
                Node("DequantizeLinear", ["p", "s", "z"], "y"),
            ],
            Scalar("s", 0.02f), Bytes("z", DataType.Uint8, [], 128)),
        ["weights of 8 bits"] = Quantized(
            13,
            [.. RoundTrip[..1], Node("DequantizeLinear", ["q", "s", "z"], "d"), Node("DequantizeLinear", ["w", "t"], "v", Int("axis", 0)), Node("Conv", ["d", "v"], "y")],
            Scalar("s", 0.02f), Bytes("z", DataType.Uint8, [], 128), Bytes("w", DataType.Int8, [2, 2, 1, 1], 5, 250, 17, 100), Floats("t", [2], 0.1f, 0.05f)),
        ["weights of 4 bits"] = Quantized(
            21,
            [Node("DequantizeLinear", ["w", "t"], "v"), Node("Mul", ["x", "v"], "y")],
            Bytes("w", DataType.Int4, [3], 0x8F, 0x03), Scalar("t", 0.5f)),
        ["QLinearConv"] = Quantized(
            13,
            [.. RoundTrip[..1], Node("QLinearConv", ["q", "s", "z", "w", "t", "u", "r", "z"], "c"), Node("DequantizeLinear", ["c", "r", "z"], "y")],
            Scalar("s", 0.02f), Bytes("z", DataType.Uint8, [], 128), Bytes("w", DataType.Int8, [2, 2, 1, 1], 5, 250, 17, 100), Scalar("t", 0.1f),
            Bytes("u", DataType.Int8, [], 0), Scalar("r", 0.15f)),
        ["QLinearMatMul"] = Quantized(
            13,
            [.. RoundTrip[..1], Node("QLinearMatMul", ["q", "s", "z", "w", "t", "u", "r", "z"], "c"), Node("DequantizeLinear", ["c", "r", "z"], "y")],
            Scalar("s", 0.02f), Bytes("z", DataType.Uint8, [], 128), Bytes("w", DataType.Int8, [3, 2], 5, 250, 17, 100, 20, 40), Scalar("t", 0.1f),
            Bytes("u", DataType.Int8, [], 0), Scalar("r", 0.15f)),
        ["dynamic"] = Quantized(13, [Dynamic(), Node("DequantizeLinear", ["q", "s", "z"], "y")]),
        ["MatMulInteger"] = Quantized(
            13,
            [Dynamic(), Node("MatMulInteger", ["q", "w", "z"], "i"), Node("Cast", ["i"], "f", Int("to", 1)), Node("Mul", ["f", "s"], "y")],
            Bytes("w", DataType.Int8, [3, 2], 1, 255, 7, 9, 130, 20)),
        ["ConvInteger"] = Quantized(
            13,
            [Dynamic(), Node("ConvInteger", ["q", "w", "z"], "i", Ints("pads", [1, 1, 1, 1])), Node("Cast", ["i"], "f", Int("to", 1)), Node("Mul", ["f", "s"], "y")],
            Bytes("w", DataType.Uint8, [1, 2, 2, 2], 1, 5, 7, 9, 130, 20, 3, 0)),
    };

    /// <summary>The operators that these cases test.</summary>
    public static IEnumerable<string> Operators => Cases.Values.SelectMany(m => m.Graph.Node).Select(n => n.OpType);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agree_with_ONNX_Runtime(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var graph = GraphCompiler.Compile(OnnxFile.Parse(name, Cases[name].ToByteArray()));
        var (expected, shape) = Runtime.Run(Cases[name], Input(), Shape);

        var actual = graph.Run(batch: 1, torch.tensor(Input(), Shape))[0];

        Assert.Equal(shape, actual.shape);
        Assert.True(actual.allclose(torch.tensor(expected, shape), rtol: 1e-5, atol: 1e-5), $"{actual.str()} instead of {string.Join(' ', expected)}");
    }

    /// <summary>Differences over many steps of the rounding, which it moves by one step at most.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Have_gradients_straight_through_the_rounding(string name)
    {
        const float Wide = 0.3f;
        using var scope = torch.NewDisposeScope();
        using var graph = GraphCompiler.Compile(OnnxFile.Parse(name, Cases[name].ToByteArray()));
        var x = torch.tensor(Input(), Shape, requires_grad: true);
        graph.Run(batch: 1, x)[0].sum().backward();
        var gradient = x.grad!.contiguous().data<float>().ToArray();
        var largest = gradient.Max(Math.Abs);
        Assert.True(largest > 0.1);

        // A pool's choice, and the range of a dynamic scale, change within so wide a step.
        if (Cases[name].Graph.Node.Any(n => n.OpType is "MaxPool" or "DynamicQuantizeLinear"))
            return;
        for (var i = 0; i < gradient.Length; i++)
        {
            var difference = (SumAt(graph, i, Wide) - SumAt(graph, i, -Wide)) / (2 * Wide);
            Assert.True(Math.Abs(gradient[i] - difference) <= 0.15 * largest, $"the gradient at {i} is {gradient[i]} instead of {difference}");
        }
    }

    [Fact]
    public void End_the_gradient_where_the_range_ends()
    {
        using var scope = torch.NewDisposeScope();
        using var graph = GraphCompiler.Compile(OnnxFile.Parse("q.onnx", Cases["8 bits without a sign"].ToByteArray()));
        // From -100 to 155 steps of 0.02.
        var x = torch.tensor([-3f, -1.9f, 0.013f, 3.056f, 3.2f], requires_grad: true);

        var y = graph.Run(batch: 1, x)[0];
        y.sum().backward();

        Assert.True(y.allclose(torch.tensor([-2f, -1.9f, 0.02f, 3.06f, 3.1f]), atol: 0.011));
        Assert.True(x.grad!.allclose(torch.tensor([0f, 1, 1, 1, 0])));
    }

    [Fact]
    public void Are_refused_where_integers_are_computed_with()
    {
        var model = Quantized(
            13, [.. RoundTrip[..1], Node("Add", ["q", "q"], "a"), Node("DequantizeLinear", ["a", "s", "z"], "y")], Scalar("s", 0.02f), Bytes("z", DataType.Uint8, [], 0));
        var refusal = Assert.Throws<ModelAssertException>(() => GraphCompiler.Compile(OnnxFile.Parse("q.onnx", model.ToByteArray())));
        Assert.Equal(DiagnosticIds.OperatorsUnsupported, refusal.Id);
        Assert.Contains("Add 'a' uses a form that the import lacks: the quantised values 'q' as its input", refusal.Message, StringComparison.Ordinal);
    }

    private static float SumAt(CompiledGraph graph, int index, float change)
    {
        var input = Input();
        input[index] += change;
        return graph.Run(batch: 1, torch.tensor(input, Shape))[0].sum().item<float>();
    }

    private static float[] Input() => [.. Enumerable.Range(0, 24).Select(i => 0.0713f * (i * 7 % 24 - 11))];

    private static ModelProto Quantized(long opset, NodeProto[] nodes, params TensorProto[] weights) => Model(opset, Graph(Shape, nodes, weights), irVersion: 10);

    private static NodeProto Dynamic()
    {
        var node = Node("DynamicQuantizeLinear", ["x"], "q");
        node.Output.Add(["s", "z"]);
        return node;
    }

    private static TensorProto Bytes(string name, DataType kind, long[] shape, params byte[] values) =>
        new() { Name = name, DataType = (int)kind, Dims = { shape }, RawData = ByteString.CopyFrom(values) };

    private static TensorProto Words(string name, int value) => new() { Name = name, DataType = (int)DataType.Uint16, Int32Data = { value } };
}
