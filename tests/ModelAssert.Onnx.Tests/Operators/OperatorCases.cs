using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests.Operators;

/// <summary>The cases, one operator after the other.</summary>
internal static class OperatorCases
{
    private static readonly TensorProto LeftOut = new();
    private static readonly TensorProto[] Filter = [Weights("w", 3, 2, 3, 3)];
    private static readonly TensorProto[] Statistics = [Weights("s", 3), Weights("b", 3), Weights("m", 3), Positive("v", 3)];
    private static readonly AttributeProto Kernel3 = Ints("kernel_shape", [3, 3]);
    private static readonly AttributeProto Stride2 = Ints("strides", [2, 2]);

    private static readonly string[] LocalPools = ["MaxPool", "AveragePool"];
    private static readonly string[] OfPositives = ["Sqrt", "Log", "Reciprocal"];
    private static readonly string[] Broadcasting = ["Add", "Sub", "Mul", "Max", "Min"];
    private static readonly string[] Reducing = ["ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2"];
    private static readonly string[] OfAll =
        ["Relu", "LeakyRelu", "Elu", "Selu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Erf", "Abs", "Neg", "Exp"];

    public static IEnumerable<OperatorCase> All =>
        [.. Convolutions, .. Pools, .. Normalizations, .. Products, .. Activations, .. Arithmetics, .. Reductions, .. Shapes, .. Selections];

    private static IEnumerable<OperatorCase> Convolutions =>
    [
        new("plain", 13, "Conv", [2, 2, 6, 5], Filter),
        new("bias, pads, strides", 13, "Conv", [1, 2, 6, 5], [.. Filter, Weights("b", 3)], Ints("pads", [1, 1, 1, 1]), Stride2),
        new("unequal pads", 13, "Conv", [1, 2, 6, 5], Filter, Ints("pads", [1, 0, 2, 1])),
        new("SAME_UPPER, strides", 13, "Conv", [1, 2, 6, 5], Filter, Text("auto_pad", "SAME_UPPER"), Stride2),
        new("SAME_LOWER, strides", 13, "Conv", [1, 2, 6, 5], Filter, Text("auto_pad", "SAME_LOWER"), Stride2),
        new("VALID", 13, "Conv", [1, 2, 6, 5], Filter, Text("auto_pad", "VALID")),
        new("dilations", 13, "Conv", [1, 2, 7, 7], Filter, Ints("dilations", [2, 3])),
        new("groups", 13, "Conv", [1, 4, 5, 5], [Weights("w", 6, 2, 3, 3)], Int("group", 2)),
        new("one axis, unequal pads", 13, "Conv", [1, 2, 8], [Weights("w", 3, 2, 3), Weights("b", 3)], Ints("pads", [2, 1]), Ints("strides", [2])),
        new("plain", 13, "ConvTranspose", [1, 2, 4, 3], [Weights("w", 2, 3, 3, 3)]),
        new(
            "pads, output_padding", 13, "ConvTranspose", [1, 2, 4, 3], [Weights("w", 2, 3, 3, 3), Weights("b", 3)],
            Ints("pads", [1, 0, 0, 1]), Stride2, Ints("output_padding", [1, 0])),
        new("output_shape", 13, "ConvTranspose", [1, 2, 4, 3], [Weights("w", 2, 3, 3, 3)], Stride2, Ints("output_shape", [8, 6])),
        new("groups", 13, "ConvTranspose", [1, 4, 3, 3], [Weights("w", 4, 2, 2, 2)], Int("group", 2)),
    ];

    private static IEnumerable<OperatorCase> Pools =>
    [
        .. LocalPools.SelectMany<string, OperatorCase>(pool =>
        [
            new("plain", 12, pool, [2, 2, 6, 5], [], Kernel3),
            new("pads", 12, pool, [1, 2, 6, 5], [], Kernel3, Stride2, Ints("pads", [1, 1, 1, 1])),
            new("unequal pads", 12, pool, [1, 2, 6, 5], [], Kernel3, Ints("pads", [1, 0, 0, 2])),
            new("ceil_mode", 12, pool, [1, 2, 6, 6], [], Kernel3, Stride2, Int("ceil_mode", 1)),
            new("ceil_mode, pads", 12, pool, [1, 2, 6, 6], [], Kernel3, Stride2, Ints("pads", [1, 0, 1, 0]), Int("ceil_mode", 1)),
            new("SAME_UPPER", 12, pool, [1, 2, 6, 5], [], Kernel3, Stride2, Text("auto_pad", "SAME_UPPER")),
            new("SAME_LOWER", 12, pool, [1, 2, 6, 5], [], Kernel3, Stride2, Text("auto_pad", "SAME_LOWER")),
            new("one axis", 12, pool, [1, 2, 9], [], Ints("kernel_shape", [3]), Ints("pads", [0, 1]), Ints("strides", [2])),
        ]),
        new("dilations", 12, "MaxPool", [1, 2, 7, 6], [], Kernel3, Ints("dilations", [2, 1])),
        new("pads counted", 12, "AveragePool", [1, 2, 6, 5], [], Kernel3, Ints("pads", [1, 0, 0, 2]), Int("count_include_pad", 1)),
        new("equal pads counted", 12, "AveragePool", [1, 2, 6, 5], [], Kernel3, Ints("pads", [1, 1, 1, 1]), Int("count_include_pad", 1)),
        new("all", 13, "GlobalAveragePool", [2, 3, 4, 5], []),
        new("all", 13, "GlobalMaxPool", [2, 3, 4, 5], []),
    ];

    private static IEnumerable<OperatorCase> Normalizations =>
    [
        new("now", 15, "BatchNormalization", [2, 3, 2, 2], Statistics, Float("epsilon", 1e-3)),
        new("spatial", 7, "BatchNormalization", [2, 3, 2, 2], Statistics, Int("spatial", 1), Float("momentum", 0.9)),
        new("plain", 13, "InstanceNormalization", [2, 3, 3, 2], [Weights("s", 3), Weights("b", 3)]),
        new("last axis", 17, "LayerNormalization", [2, 3, 5], [Weights("s", 5), Weights("b", 5)]),
        new("two axes", 17, "LayerNormalization", [2, 3, 5], [Weights("s", 3, 5)], Int("axis", 1), Float("epsilon", 1e-2)),
        new("odd size", 13, "LRN", [1, 6, 2, 2], [], Int("size", 3), Float("alpha", 0.5), Float("beta", 0.6), Float("bias", 2)),
        new("odd size of five", 13, "LRN", [1, 6, 2, 2], [], Int("size", 5), Float("alpha", 0.5)),
    ];

    private static IEnumerable<OperatorCase> Products =>
    [
        new("plain", 13, "Gemm", [3, 4], [Weights("b", 4, 5), Weights("c", 5)]),
        new(
            "transposed", 13, "Gemm", [4, 3], [Weights("b", 5, 4), Weights("c", 3, 1)],
            Int("transA", 1), Int("transB", 1), Float("alpha", 0.5), Float("beta", 2)),
        new("no c", 13, "Gemm", [3, 4], [Weights("b", 4, 5)], Float("alpha", 3)),
        new("beta alone", 13, "Gemm", [3, 4], [Weights("b", 5, 4), Weights("c", 1, 5)], Int("transB", 1), Float("beta", 0.25)),
        new("batches", 13, "MatMul", [2, 3, 4], [Weights("b", 4, 5)]),
        new("from the right", 13, "MatMul", [2, 4, 3], [Weights("a", 5, 4)]) { Position = 1 },
    ];

    private static IEnumerable<OperatorCase> Activations =>
    [
        .. OfAll.Select(name => new OperatorCase("default", 14, name, [3, 7], [])),
        .. OfPositives.Select(name => new OperatorCase("default", 13, name, [3, 7], []) { IsPositive = true }),
        new("alpha", 13, "LeakyRelu", [3, 7], [], Float("alpha", 0.3)),
        new("alpha", 13, "Elu", [3, 7], [], Float("alpha", 0.3)),
        new("alpha, gamma", 13, "Selu", [3, 7], [], Float("alpha", 2), Float("gamma", 0.5)),
        new("alpha, beta", 13, "HardSigmoid", [3, 7], [], Float("alpha", 0.5), Float("beta", 0.3)),
        new("slope per channel", 13, "PRelu", [2, 3, 4], [Weights("s", 3, 1)]),
        new("exact", 20, "Gelu", [3, 7], []),
        new("tanh", 20, "Gelu", [3, 7], [], Text("approximate", "tanh")),
        new("attributes", 6, "Clip", [3, 7], [], Float("min", -0.21), Float("max", 0.16)),
        new("inputs", 13, "Clip", [3, 7], [Scalar("low", -0.21f), Scalar("high", 0.16f)]),
        new("upper bound alone", 13, "Clip", [3, 7], [LeftOut, Scalar("high", 0.16f)]),
        new("taken together", 11, "Softmax", [2, 3, 4], []),
        new("taken together from 2", 11, "LogSoftmax", [2, 3, 4], [], Int("axis", 2)),
        new("one axis", 13, "Softmax", [2, 3, 4], [], Int("axis", 1)),
        new("last axis", 13, "LogSoftmax", [2, 3, 4], []),
    ];

    private static IEnumerable<OperatorCase> Arithmetics =>
    [
        .. Broadcasting.SelectMany<string, OperatorCase>(name =>
        [
            new("broadcast", 13, name, [2, 3, 4], [Weights("b", 3, 1)]),
            new("broadcast from the right", 13, name, [3, 1], [Weights("b", 2, 3, 4)]) { Position = 1 },
        ]),
        new("broadcast", 13, "Div", [2, 3, 4], [Positive("b", 4)]),
        new("as the divisor", 13, "Div", [3, 1], [Weights("b", 2, 3, 4)]) { Position = 1, IsPositive = true },
        new("fixed exponent", 13, "Pow", [2, 3], [Scalar("e", 2.5f)]) { IsPositive = true },
        new("integer exponent", 13, "Pow", [2, 3], [Longs("e", 3)]),
        new("three", 13, "Sum", [2, 3], [Weights("b", 3), Weights("c", 2, 1)]),
        new("three", 13, "Mean", [2, 3], [Weights("b", 3), Weights("c", 2, 1)]),
    ];

    private static IEnumerable<OperatorCase> Reductions =>
    [
        .. Reducing.SelectMany<string, OperatorCase>(name =>
        [
            new("axes as attribute", 11, name, [2, 3, 4], [], Ints("axes", [1, 2]), Int("keepdims", 0)),
            new("axes as input", 18, name, [2, 3, 4], [Longs("axes", -1)]),
            new("all", 13, name, [2, 3, 4], []),
        ]),
    ];

    private static IEnumerable<OperatorCase> Shapes =>
    [
        new("axis 2", 13, "Flatten", [2, 3, 4], [], Int("axis", 2)),
        new("axis 0", 13, "Flatten", [2, 3, 4], [], Int("axis", 0)),
        new("0 and -1", 13, "Reshape", [2, 3, 4], [Longs("s", 0, -1)]),
        new("axes as attribute", 11, "Squeeze", [2, 1, 3, 1], [], Ints("axes", [1])),
        new("axes as input", 13, "Squeeze", [2, 1, 3, 1], [Longs("a", -1)]),
        new("all", 13, "Squeeze", [2, 1, 3, 1], []),
        new("axes as attribute", 11, "Unsqueeze", [2, 3], [], Ints("axes", [0, 3])),
        new("axes as input", 13, "Unsqueeze", [2, 3], [Longs("a", -1, 1)]),
        new("reverse", 13, "Transpose", [2, 3, 4], []),
        new("order", 13, "Transpose", [2, 3, 4], [], Ints("perm", [0, 2, 1])),
        new("both ways", 13, "Expand", [3, 1], [Longs("s", 2, 1, 4)]),
        new("each axis", 13, "Tile", [2, 3], [Longs("r", 2, 3)]),
        new("constant", 13, "Pad", [2, 3], [Longs("p", 1, 0, 0, 2), Scalar("v", 0.5f)]),
        new("constant, as attributes", 10, "Pad", [2, 3], [], Ints("pads", [1, 0, 0, 2]), Float("value", 0.5)),
        new("reflect", 13, "Pad", [4, 5], [Longs("p", 1, 2, 3, 0)], Text("mode", "reflect")),
        new("edge", 13, "Pad", [4, 5], [Longs("p", 1, 2, 3, 0)], Text("mode", "edge")),
        new("negative", 13, "Pad", [4, 5], [Longs("p", -1, 2, 1, -2)]),
        new("to itself", 13, "Cast", [2, 3], [], Int("to", 1)),
        new("plain", 13, "Identity", [2, 3], []),
        new("inference", 13, "Dropout", [2, 3], []),
    ];

    private static IEnumerable<OperatorCase> Selections =>
    [
        new("behind", 13, "Concat", [2, 3], [Weights("b", 2, 2)], Int("axis", -1)),
        new("first part", 11, "Split", [2, 6], [], Int("axis", 1)),
        new("attributes", 9, "Slice", [4, 5], [], Ints("starts", [1, -3]), Ints("ends", [3, 1000]), Ints("axes", [0, 1])),
        new("steps", 13, "Slice", [6, 5], [Longs("s", 1, 0), Longs("e", 6, 5), Longs("a", 0, 1), Longs("t", 2, 3)]),
        new("backwards", 13, "Slice", [6, 5], [Longs("s", -1), Longs("e", -1000), Longs("a", 0), Longs("t", -2)]),
        new("negative index", 13, "Gather", [4, 5], [Longs("i", 0, -1, 2)], Int("axis", 1)),
    ];
}
