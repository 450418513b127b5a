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
    private static readonly string[] Reducing = ["ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2", "ReduceL1", "ReduceSumSquare", "ReduceLogSumExp", "ReduceProd"];
    private static readonly string[] OfAll =
        ["Relu", "LeakyRelu", "Elu", "Selu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Erf", "Abs", "Neg", "Exp", "Softsign", "Celu", "ThresholdedRelu",
            "Sin", "Cos", "Tan", "Atan", "Sinh", "Cosh", "Asinh", "Ceil", "Floor", "Round", "Sign"];

    private static readonly string[] Comparing = ["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"];
    private static readonly string[] Transformations = ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric", "half_pixel_symmetric"];
    private static readonly string[] WithinOne = ["Asin", "Acos", "Atanh"];

    public static IEnumerable<OperatorCase> All =>
        [.. Convolutions, .. Pools, .. Normalizations, .. Products, .. Activations, .. Arithmetics, .. Reductions, .. Shapes, .. Selections,
            .. Comparisons, .. Resizes, .. Indices];

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
        new("three axes", 13, "Conv", [1, 2, 4, 3, 4], [Weights("w", 3, 2, 2, 2, 2)], Ints("pads", [1, 0, 1, 0, 0, 1])),
        new("one axis", 13, "ConvTranspose", [1, 2, 4], [Weights("w", 2, 3, 3), Weights("b", 3)], Ints("strides", [2]), Ints("pads", [1, 0])),
        new("three axes", 13, "ConvTranspose", [1, 2, 3, 2, 2], [Weights("w", 2, 3, 2, 2, 2)], Ints("strides", [1, 2, 1])),
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
        new("dilations", 19, "AveragePool", [1, 2, 7, 6], [], Kernel3, Ints("dilations", [2, 1]), Ints("pads", [1, 1, 1, 1])),
        new("plain", 18, "LpPool", [1, 2, 6, 5], [], Kernel3),
        new("p 3, pads, strides", 18, "LpPool", [1, 2, 6, 5], [], Kernel3, Stride2, Ints("pads", [1, 0, 1, 1]), Int("p", 3)),
        new("p 3", 13, "GlobalLpPool", [2, 3, 4, 5], [], Int("p", 3)),
        new("all", 13, "GlobalAveragePool", [2, 3, 4, 5], []),
        new("all", 13, "GlobalMaxPool", [2, 3, 4, 5], []),
    ];

    private static IEnumerable<OperatorCase> Normalizations =>
    [
        new("now", 15, "BatchNormalization", [2, 3, 2, 2], Statistics, Float("epsilon", 1e-3)),
        new("spatial", 7, "BatchNormalization", [2, 3, 2, 2], Statistics, Int("spatial", 1), Float("momentum", 0.9)),
        new("plain", 13, "InstanceNormalization", [2, 3, 3, 2], [Weights("s", 3), Weights("b", 3)]),
        new("per group", 18, "GroupNormalization", [2, 4, 3, 2], [Weights("s", 2), Weights("b", 2)], Int("num_groups", 2)),
        new("per channel", 21, "GroupNormalization", [2, 4, 3, 2], [Weights("s", 4), Weights("b", 4)], Int("num_groups", 2), Float("epsilon", 1e-3)),
        new("default", 13, "MeanVarianceNormalization", [2, 3, 3, 2], []),
        new("p 1", 13, "LpNormalization", [2, 3, 4], [], Int("axis", 1), Int("p", 1)),
        new("p 2", 13, "LpNormalization", [2, 3, 4], []),
        new("last axis", 23, "RMSNormalization", [2, 3, 4], [Weights("s", 4)]),
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
        new("queries", 23, "Attention", [1, 2, 3, 4], [Weights("k", 1, 2, 5, 4), Weights("v", 1, 2, 5, 6)]),
        new("keys, masked", 23, "Attention", [1, 2, 5, 4], [Weights("q", 1, 2, 3, 4), Weights("v", 1, 2, 5, 4), Weights("m", 3, 5)], Float("scale", 0.3)) { Position = 1 },
        new("values, causal", 23, "Attention", [1, 3, 8], [Weights("q", 1, 3, 8), Weights("k", 1, 3, 8)], Int("is_causal", 1), Int("q_num_heads", 2), Int("kv_num_heads", 2)) { Position = 2 },
        new("softcap", 23, "Attention", [1, 4, 3, 4], [Weights("k", 1, 2, 5, 4), Weights("v", 1, 2, 5, 4)], Float("softcap", 0.5)),
        new("plain", 13, "Einsum", [2, 3], [], Text("equation", "ij->ji")),
        new("matrices", 13, "Einsum", [2, 3, 4], [Weights("b", 2, 4, 5)], Text("equation", "bij,bjk->bik")),
        new("dots and a diagonal", 13, "Einsum", [2, 3, 3], [], Text("equation", "...ii->...i")),
        new("no result named", 13, "Einsum", [3, 4], [Weights("b", 4)], Text("equation", "ij, j")),
        new("from the right", 13, "MatMul", [2, 4, 3], [Weights("a", 5, 4)]) { Position = 1 },
    ];

    private static IEnumerable<OperatorCase> Activations =>
    [
        .. OfAll.Select(name => new OperatorCase("default", 14, name, [3, 7], [])),
        .. OfPositives.Select(name => new OperatorCase("default", 13, name, [3, 7], []) { IsPositive = true }),
        .. WithinOne.Select(name => new OperatorCase("default", 13, name, [3, 7], [])),
        new("default", 13, "Acosh", [3, 7], []) { IsPositive = true, Offset = 1 },
        new("default", 18, "Mish", [3, 7], []),
        new("alpha", 12, "Celu", [3, 7], [], Float("alpha", 2)),
        new("alpha", 13, "ThresholdedRelu", [3, 7], [], Float("alpha", 0.1)),
        new("hard", 9, "Shrink", [3, 7], [], Float("lambd", 0.105)),
        new("soft", 9, "Shrink", [3, 7], [], Float("lambd", 0.105), Float("bias", 0.1)),
        new("gate", 28, "SwiGLU", [3, 7], [Weights("b", 3, 7)], Float("alpha", 0.5)) { IsUnknownToRuntime = true },
        new("gated", 28, "SwiGLU", [3, 7], [Weights("a", 3, 7)]) { IsUnknownToRuntime = true, Position = 1 },
        new("alpha", 24, "Swish", [3, 7], [], Float("alpha", 0.5)),
        new("last axis", 13, "Hardmax", [3, 7], []),
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

    private static IEnumerable<OperatorCase> Comparisons =>
    [
        .. Comparing.Select(name => new OperatorCase("broadcast", 16, name, [2, 3, 4], [Weights("b", 3, 1)]) { IsCast = true }),
        new("all", 13, "IsNaN", [2, 3], []) { IsCast = true },
        new("all", 13, "IsInf", [2, 3], []) { IsCast = true },
        new("where true", 16, "Where", [2, 3], [Bools("c", 1, 0, 1), Weights("b", 2, 3)]) { Position = 1 },
        new("where false", 16, "Where", [2, 3], [Bools("c", 1, 0, 1), Weights("b", 1)]) { Position = 2 },
        new("floating point", 13, "Mod", [2, 3], [Floats("d", [1], 0.05f)], Int("fmod", 1)),
    ];

    private static IEnumerable<OperatorCase> Resizes =>
    [
        .. Transformations.SelectMany<string, OperatorCase>(transformation =>
        [
            new($"linear, {transformation}", 19, "Resize", [1, 2, 4, 5], [LeftOut, LeftOut, Longs("s", 1, 2, 7, 8)],
                Text("mode", "linear"), Text("coordinate_transformation_mode", transformation)),
            new($"cubic, {transformation}", 19, "Resize", [1, 1, 4, 5], [LeftOut, LeftOut, Longs("s", 1, 1, 7, 3)],
                Text("mode", "cubic"), Text("coordinate_transformation_mode", transformation)),
            new($"nearest, {transformation}", 19, "Resize", [1, 2, 4, 5], [LeftOut, Floats("s", [4], 1, 1, 2, 3)],
                Text("coordinate_transformation_mode", transformation)),
        ]),
        new("smoothed", 18, "Resize", [1, 1, 8, 6], [LeftOut, LeftOut, Longs("s", 1, 1, 3, 4)], Text("mode", "linear"), Int("antialias", 1)),
        new("nearest by scales", 10, "Resize", [1, 2, 3, 3], [Floats("s", [4], 1, 1, 2, 2)]),
        new("linear by scales", 9, "Upsample", [1, 2, 3, 3], [Floats("s", [4], 1, 1, 2, 2)], Text("mode", "linear")),
        new("nearest by attribute", 7, "Upsample", [1, 2, 3, 3], [], Floats("scales", 1, 1, 2, 2)),
    ];

    private static IEnumerable<OperatorCase> Indices =>
    [
        new("image", 16, "GridSample", [1, 2, 4, 3], [Weights("g", 1, 3, 2, 2)], Text("padding_mode", "border")),
        new("grid", 16, "GridSample", [1, 2, 2, 2], [Weights("i", 1, 2, 5, 4)], Int("align_corners", 1)) { Position = 1 },
        new("grid, reflected", 20, "GridSample", [1, 2, 2, 2], [Weights("i", 1, 2, 5, 4)], Text("padding_mode", "reflection")) { Position = 1 },
        new("map", 20, "AffineGrid", [1, 2, 3], [Longs("s", 1, 2, 3, 4)]),
        new("DCR", 13, "DepthToSpace", [1, 8, 2, 3], [], Int("blocksize", 2)),
        new("CRD", 13, "DepthToSpace", [1, 8, 2, 3], [], Int("blocksize", 2), Text("mode", "CRD")),
        new("plain", 13, "SpaceToDepth", [1, 2, 4, 6], [], Int("blocksize", 2)),
        new("axis 1", 13, "GatherElements", [3, 3], [LongsOf("i", [2, 2], 0, -1, 2, 1)], Int("axis", 1)),
        new("slices", 13, "GatherND", [2, 3, 4], [LongsOf("i", [2, 2], 0, 1, -1, 2)]),
        new("batches", 13, "GatherND", [2, 3, 4], [LongsOf("i", [2, 1], 1, 2)], Int("batch_dims", 1)),
        new("data", 16, "ScatterElements", [3, 3], [LongsOf("i", [1, 2], 0, -1), Weights("u", 1, 2)], Int("axis", 1)),
        new("updates, added", 16, "ScatterElements", [1, 2], [Weights("d", 3, 3), LongsOf("i", [1, 2], 0, 0)], Text("reduction", "add")) { Position = 2 },
        new("data", 16, "ScatterND", [4, 3], [LongsOf("i", [2, 1], 0, -1), Weights("u", 2, 3)]),
        new("updates, added", 16, "ScatterND", [2, 3], [Weights("d", 4, 3), LongsOf("i", [2, 1], 1, 1)], Text("reduction", "add")) { Position = 2 },
        new("upper", 14, "Trilu", [3, 4], []),
        new("lower", 14, "Trilu", [3, 4], [LongsOf("k", [], -1)], Int("upper", 0)),
        new("largest", 13, "TopK", [3, 5], [Longs("k", 2)]) { HasSecondOutput = true },
        new("smallest", 13, "TopK", [3, 5], [Longs("k", 2)], Int("axis", 0), Int("largest", 0)) { HasSecondOutput = true },
        new("of positives", 18, "ReduceLogSum", [2, 3, 4], [Longs("a", 1)]) { IsPositive = true },
        new("hot", 11, "OneHot", [2], [Floats("i", [1], 1), Scalar("d", 3)]) { Position = 2 },
        new("data", 10, "Scatter", [3, 3], [LongsOf("i", [1, 2], 0, 2), Weights("u", 1, 2)], Int("axis", 1)),
        new("products", 26, "CumProd", [3, 5], [LongsOf("a", [], 1)]) { IsUnknownToRuntime = true },
        new("sums, reversed", 14, "CumSum", [3, 5], [LongsOf("a", [], 1)], Int("reverse", 1), Int("exclusive", 1)),
        new("condition", 13, "Compress", [3, 4], [Bools("c", 1, 0, 1)], Int("axis", 0)),
        new("last", 13, "ArgMax", [3, 5], [], Int("axis", 1), Int("select_last_index", 1)) { IsCast = true },
        new("plain", 13, "Size", [3, 5], []) { IsCast = true },
        new("plain", 13, "Shape", [3, 5], []) { IsCast = true },
    ];
}
