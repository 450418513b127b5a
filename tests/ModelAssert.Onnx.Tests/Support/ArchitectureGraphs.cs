using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests.Support;

/// <summary>The ways in which exporters write today's networks, small: 3x8x8 images and five labels. Proven by the tests, damaged by <c>tests/ModelAssert.Fuzz</c>.</summary>
internal static class ArchitectureGraphs
{
    public static IReadOnlyDictionary<string, GraphProto> All { get; } = new Dictionary<string, GraphProto>
    {
        ["ViT, as PyTorch writes it"] = VisionTransformer(),
        ["Swin: shifted windows"] = ShiftedWindows(),
        ["MobileNet v3, EfficientNet: squeeze and excitation"] = SqueezeAndExcitation(),
        ["ShuffleNet, for one image"] = ChannelShuffle(),
        ["Keras: SAME pads and the mean over H and W"] = Keras(),
        ["quantised: QDQ"] = Quantized(),
        ["dynamically quantised"] = DynamicallyQuantized(),
    };

    private static GraphProto VisionTransformer() => Graph(
        [0, 3, 8, 8],
        [
            Node("Conv", ["x", "patch"], "p", Ints("strides", [4, 4])),
            Node("Shape", ["p"], "shape"),
            Node("Gather", ["shape", "zero"], "n", Int("axis", 0)),
            Node("Unsqueeze", ["n", "axis0"], "n1"),
            Node("Concat", ["n1", "eight", "minus"], "flat", Int("axis", 0)),
            Node("Reshape", ["p", "flat"], "f"),
            Node("Transpose", ["f"], "t", Ints("perm", [0, 2, 1])),

            // expand(n, -1, -1), with the sizes that are to stay as they are written as -1.
            Node("Concat", ["n1", "minus", "minus"], "wanted", Int("axis", 0)),
            Node("ConstantOfShape", ["three"], "ones", Tensor("value", Longs("v", 1))),
            Node("Mul", ["ones", "minus"], "minuses"),
            Node("Equal", ["wanted", "minuses"], "stays"),
            Node("Where", ["stays", "ones", "wanted"], "sizes"),
            Node("Expand", ["cls", "sizes"], "c"),
            Node("Concat", ["c", "t"], "tokens", Int("axis", 1)),
            Node("Add", ["tokens", "position"], "h0"),

            Node("ReduceMean", ["h0"], "mean", Ints("axes", [-1])),
            Node("Sub", ["h0", "mean"], "d"),
            Node("Pow", ["d", "two"], "d2"),
            Node("ReduceMean", ["d2"], "variance", Ints("axes", [-1])),
            Node("Add", ["variance", "epsilon"], "v1"),
            Node("Sqrt", ["v1"], "deviation"),
            Node("Div", ["d", "deviation"], "h1"),

            Node("MatMul", ["h1", "qkv"], "m"),
            Node("Reshape", ["m", "heads"], "mh"),
            Node("Transpose", ["mh"], "mt", Ints("perm", [2, 0, 3, 1, 4])),
            Node("Gather", ["mt", "zero"], "q", Int("axis", 0)),
            Node("Gather", ["mt", "one"], "k", Int("axis", 0)),
            Node("Gather", ["mt", "index2"], "v", Int("axis", 0)),
            Node("Transpose", ["k"], "kt", Ints("perm", [0, 1, 3, 2])),
            Node("MatMul", ["q", "kt"], "scores"),
            Node("Mul", ["scores", "half"], "scaled"),
            Node("Softmax", ["scaled"], "a", Int("axis", -1)),
            Node("MatMul", ["a", "v"], "av"),
            Node("Transpose", ["av"], "at", Ints("perm", [0, 2, 1, 3])),
            Node("Reshape", ["at", "joined"], "attended"),
            Node("Add", ["h0", "attended"], "h2"),

            Node("LayerNormalization", ["h2", "scale", "shift"], "h3"),
            Node("MatMul", ["h3", "up"], "u"),
            Node("Div", ["u", "root2"], "u1"),
            Node("Erf", ["u1"], "u2"),
            Node("Add", ["u2", "unit"], "u3"),
            Node("Mul", ["u", "u3"], "u4"),
            Node("Mul", ["u4", "half"], "u5"),
            Node("MatMul", ["u5", "down"], "w"),
            Node("Add", ["h2", "w"], "h4"),
            Node("Gather", ["h4", "zero"], "first", Int("axis", 1)),
            Node("Gemm", ["first", "head", "bias"], "y"),
        ],
        Weights("patch", 8, 3, 4, 4), Weights("cls", 1, 1, 8), Weights("position", 1, 5, 8), Weights("qkv", 8, 24), Weights("scale", 8), Weights("shift", 8),
        Weights("up", 8, 16), Weights("down", 16, 8), Weights("head", 8, 5), Weights("bias", 5),
        LongsOf("zero", [], 0), LongsOf("one", [], 1), LongsOf("index2", [], 2), Longs("axis0", 0), Longs("eight", 8), Longs("minus", -1), Longs("three", 3),
        Longs("heads", 0, 0, 3, 2, 4), Longs("joined", 0, 0, 8), Scalar("two", 2), Scalar("epsilon", 1e-5f), Scalar("half", 0.5f), Scalar("root2", 1.4142135f),
        Scalar("unit", 1));

    private static GraphProto ShiftedWindows() => Graph(
        [0, 3, 8, 8],
        [
            Node("Transpose", ["x"], "t", Ints("perm", [0, 2, 3, 1])),

            // roll(-2) along H, then windows of 4 × 4.
            Node("Slice", ["t", "two", "end", "one"], "below"),
            Node("Slice", ["t", "zero", "two", "one"], "above"),
            Node("Concat", ["below", "above"], "rolled", Int("axis", 1)),
            Node("Reshape", ["rolled", "split"], "s"),
            Node("Transpose", ["s"], "st", Ints("perm", [0, 1, 3, 2, 4, 5])),
            Node("Reshape", ["st", "windows"], "w"),
            Node("MatMul", ["w", "embed"], "e"),
            Node("Einsum", ["e", "e"], "scores", Text("equation", "bid,bjd->bij")),
            Node("Trilu", ["mask"], "m"),
            Node("Add", ["scores", "m"], "masked"),
            Node("Softmax", ["masked"], "a", Int("axis", -1)),
            Node("MatMul", ["a", "e"], "o"),
            Node("Reshape", ["o", "images"], "i"),
            Node("ReduceMean", ["i"], "mean", Ints("axes", [1]), Int("keepdims", 0)),
            Node("Gemm", ["mean", "head"], "y"),
        ],
        Longs("zero", 0), Longs("one", 1), Longs("two", 2), Longs("end", long.MaxValue), Longs("split", -1, 2, 4, 2, 4, 3), Longs("windows", -1, 16, 3),
        Longs("images", -1, 64, 4), Weights("embed", 3, 4), Weights("mask", 1, 16, 16), Weights("head", 4, 5));

    private static GraphProto SqueezeAndExcitation() => Graph(
        [0, 3, 8, 8],
        [
            Node("Conv", ["x", "w"], "c", Ints("strides", [2, 2]), Ints("pads", [1, 1, 1, 1])),
            Node("BatchNormalization", ["c", "s", "b", "m", "v"], "n"),
            Node("HardSwish", ["n"], "h"),
            Node("Conv", ["h", "depthwise"], "d", Int("group", 4), Ints("pads", [1, 1, 1, 1])),
            Node("Clip", ["d", "low", "high"], "r6"),
            Node("GlobalAveragePool", ["r6"], "g"),
            Node("Conv", ["g", "squeeze"], "q"),
            Node("Relu", ["q"], "qr"),
            Node("Conv", ["qr", "excite"], "e"),
            Node("HardSigmoid", ["e"], "gate", Float("alpha", 1f / 6)),
            Node("Mul", ["r6", "gate"], "se"),
            Node("Sigmoid", ["se"], "sg"),
            Node("Mul", ["se", "sg"], "silu"),
            Node("ReduceMean", ["silu"], "mean", Ints("axes", [2, 3]), Int("keepdims", 0)),
            Node("Gemm", ["mean", "head", "bias"], "y", Int("transB", 1)),
        ],
        Weights("w", 4, 3, 3, 3), Weights("s", 4), Weights("b", 4), Weights("m", 4), Positive("v", 4), Weights("depthwise", 4, 1, 3, 3),
        Weights("squeeze", 2, 4, 1, 1), Weights("excite", 4, 2, 1, 1), Scalar("low", -1), Scalar("high", 6), Weights("head", 5, 4), Weights("bias", 5));

    private static GraphProto ChannelShuffle() => Graph(
        [1, 3, 8, 8],
        [
            Node("Conv", ["x", "w"], "c"),
            Node("Reshape", ["c", "groups"], "g"),
            Node("Transpose", ["g"], "t", Ints("perm", [0, 2, 1, 3, 4])),
            Node("Reshape", ["t", "joined"], "s"),
            Split("s", "left", "right"),
            Node("LeakyRelu", ["right"], "r"),
            Node("Concat", ["left", "r"], "j", Int("axis", 1)),
            Node("AveragePool", ["j"], "p", Ints("kernel_shape", [6, 6])),
            Node("Reshape", ["p", "flat"], "f"),
            Node("Gemm", ["f", "head"], "l"),
            Node("Softmax", ["l"], "y"),
        ],
        Weights("w", 4, 3, 3, 3), Longs("groups", 1, 2, 2, 6, 6), Longs("joined", 1, 4, 6, 6), Longs("flat", 1, -1), Weights("head", 4, 5));

    private static GraphProto Keras() => Graph(
        [0, 8, 8, 3],
        [
            Node("Transpose", ["x"], "t", Ints("perm", [0, 3, 1, 2])),
            Node("Conv", ["t", "w"], "c", Ints("strides", [2, 2]), Text("auto_pad", "SAME_UPPER")),
            Node("Elu", ["c"], "e"),
            Node("Resize", ["e", "", "twice"], "r", Text("mode", "linear"), Text("coordinate_transformation_mode", "half_pixel")),
            Node("MaxPool", ["r"], "p", Ints("kernel_shape", [3, 3]), Ints("strides", [2, 2]), Text("auto_pad", "SAME_UPPER")),
            Node("ReduceMean", ["p"], "m", Ints("axes", [2, 3])),
            Node("Squeeze", ["m", "places"], "s"),
            Node("MatMul", ["s", "head"], "d"),
            Node("Add", ["d", "bias"], "l"),
            Node("Softmax", ["l"], "y"),
        ],
        Weights("w", 4, 3, 3, 3), Floats("twice", [4], 1, 1, 2, 2), Longs("places", 2, 3), Weights("head", 4, 5), Weights("bias", 5));

    private static GraphProto Quantized() => Graph(
        [0, 3, 8, 8],
        [
            Node("QuantizeLinear", ["x", "sx", "zx"], "q1"),
            Node("DequantizeLinear", ["q1", "sx", "zx"], "d1"),
            Node("DequantizeLinear", ["w", "sw", "zw"], "dw", Int("axis", 0)),
            Node("DequantizeLinear", ["b", "sb"], "db", Int("axis", 0)),
            Node("Conv", ["d1", "dw", "db"], "c", Ints("pads", [1, 1, 1, 1])),
            Node("Relu", ["c"], "r"),
            Node("QuantizeLinear", ["r", "sr", "zr"], "q2"),
            Node("MaxPool", ["q2"], "p", Ints("kernel_shape", [2, 2]), Ints("strides", [2, 2])),
            Node("DequantizeLinear", ["p", "sr", "zr"], "d2"),
            Node("Flatten", ["d2"], "f"),
            Node("DequantizeLinear", ["h", "sh", "zh"], "dh"),
            Node("Gemm", ["f", "dh"], "y"),
        ],
        Scalar("sx", 1f / 255), Bytes("zx", DataType.Uint8, []), Bytes("w", DataType.Int8, [4, 3, 3, 3]), Floats("sw", [4], 0.01f, 0.02f, 0.005f, 0.01f),
        Bytes("zw", DataType.Int8, [4], 0), new TensorProto { Name = "b", DataType = (int)DataType.Int32, Dims = { 4 }, Int32Data = { 1000, -2000, 30, 70000 } },
        Floats("sb", [4], 4e-5f, 8e-5f, 2e-5f, 4e-5f), Scalar("sr", 0.05f), Bytes("zr", DataType.Uint8, []), Bytes("h", DataType.Int8, [64, 5]), Scalar("sh", 0.01f),
        Bytes("zh", DataType.Int8, [], 3));

    private static GraphProto DynamicallyQuantized()
    {
        var dynamic = Node("DynamicQuantizeLinear", ["f"], "q");
        dynamic.Output.Add(["s", "z"]);
        return Graph(
            [0, 3, 8, 8],
            [
                Node("Flatten", ["x"], "f"),
                dynamic,
                Node("MatMulInteger", ["q", "w", "z"], "i"),
                Node("Cast", ["i"], "c", Int("to", (int)DataType.Float)),
                Node("Mul", ["s", "sw"], "both"),
                Node("Mul", ["c", "both"], "y"),
            ],
            Bytes("w", DataType.Int8, [192, 5]), Scalar("sw", 0.01f));
    }

    private static NodeProto Split(string input, params string[] outputs)
    {
        var node = Node("Split", [input], outputs[0], Int("axis", 1));
        node.Output.Add(outputs[1..]);
        return node;
    }

    /// <summary>The given bytes, or different ones where none are given for more than one place; zero points are 0.</summary>
    private static TensorProto Bytes(string name, DataType kind, long[] shape, params byte[] values)
    {
        var count = (int)shape.Aggregate(1L, (a, b) => a * b);
        var bytes = values.Length > 0 || count == 1
            ? [.. values, .. new byte[count - values.Length]]
            : MemoryMarshal.AsBytes<sbyte>([.. Enumerable.Range(0, count).Select(i => (sbyte)(i * 37 % 201 - 100))]).ToArray();
        return new TensorProto { Name = name, DataType = (int)kind, Dims = { shape }, RawData = ByteString.CopyFrom(bytes) };
    }
}
