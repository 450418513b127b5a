using ModelAssert.Onnx.Format;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>The operators that the import knows, by their ONNX names.</summary>
internal static class OperatorCatalogue
{
    private static readonly Dictionary<string, Operator> Operators = new(StringComparer.Ordinal)
    {
        ["Conv"] = Operator.Of(Convolution.Conv),
        ["ConvTranspose"] = Operator.Of(TransposedConvolution.ConvTranspose),

        ["MaxPool"] = Operator.Of(Pooling.MaxPool),
        ["AveragePool"] = Operator.Of(Pooling.AveragePool),
        ["GlobalAveragePool"] = Operator.Of(Pooling.GlobalAveragePool),
        ["GlobalMaxPool"] = Operator.Of(Pooling.GlobalMaxPool),

        ["BatchNormalization"] = Operator.Of(Normalization.BatchNormalization),
        ["InstanceNormalization"] = Operator.Of(Normalization.InstanceNormalization),
        ["LayerNormalization"] = new Operator(3, Normalization.LayerNormalization),
        ["LRN"] = Operator.Of(Normalization.LocalResponseNormalization),

        ["Gemm"] = Operator.Of(Linear.Gemm),
        ["MatMul"] = Operator.Of(Linear.MatMul),

        ["Relu"] = Operator.Of(Activation.Relu),
        ["LeakyRelu"] = Operator.Of(Activation.LeakyRelu),
        ["PRelu"] = Operator.Of(Activation.PRelu),
        ["Elu"] = Operator.Of(Activation.Elu),
        ["Selu"] = Operator.Of(Activation.Selu),
        ["Sigmoid"] = Operator.Of(Activation.Sigmoid),
        ["HardSigmoid"] = Operator.Of(Activation.HardSigmoid),
        ["HardSwish"] = Operator.Of(Activation.HardSwish),
        ["Tanh"] = Operator.Of(Activation.Tanh),
        ["Softplus"] = Operator.Of(Activation.Softplus),
        ["Gelu"] = Operator.Of(Activation.Gelu),
        ["Clip"] = Operator.Of(Activation.Clip),
        ["Softmax"] = Operator.Of(Activation.Softmax),
        ["LogSoftmax"] = Operator.Of(Activation.LogSoftmax),

        ["Add"] = Operator.Of(Arithmetic.Add),
        ["Sub"] = Operator.Of(Arithmetic.Sub),
        ["Mul"] = Operator.Of(Arithmetic.Mul),
        ["Div"] = Operator.Of(Arithmetic.Div),
        ["Pow"] = Operator.Of(Arithmetic.Pow),
        ["Sum"] = Operator.Of(Arithmetic.Sum),
        ["Mean"] = Operator.Of(Arithmetic.Mean),
        ["Min"] = Operator.Of(Arithmetic.Min),
        ["Max"] = Operator.Of(Arithmetic.Max),

        ["Abs"] = Operator.Of(Elementary.Abs),
        ["Neg"] = Operator.Of(Elementary.Neg),
        ["Sqrt"] = Operator.Of(Elementary.Sqrt),
        ["Exp"] = Operator.Of(Elementary.Exp),
        ["Log"] = Operator.Of(Elementary.Log),
        ["Erf"] = Operator.Of(Elementary.Erf),
        ["Reciprocal"] = Operator.Of(Elementary.Reciprocal),

        ["ReduceMean"] = Operator.Of(Reduction.ReduceMean),
        ["ReduceSum"] = Operator.Of(Reduction.ReduceSum),
        ["ReduceMax"] = Operator.Of(Reduction.ReduceMax),
        ["ReduceMin"] = Operator.Of(Reduction.ReduceMin),
        ["ReduceL2"] = Operator.Of(Reduction.ReduceL2),

        ["Identity"] = Operator.Of(Passing.Identity),
        ["Cast"] = Operator.Of(Passing.Cast),
        ["Dropout"] = new Operator(2, Passing.Dropout),

        ["Flatten"] = Operator.Of(Shaping.Flatten),
        ["Reshape"] = Operator.Of(Shaping.Reshape),
        ["Squeeze"] = Operator.Of(Shaping.Squeeze),
        ["Unsqueeze"] = Operator.Of(Shaping.Unsqueeze),
        ["Transpose"] = Operator.Of(Shaping.Transpose),
        ["Expand"] = Operator.Of(Shaping.Expand),
        ["Tile"] = Operator.Of(Shaping.Tile),

        ["Concat"] = Operator.Of(Selection.Concat),
        ["Split"] = new Operator(int.MaxValue, Selection.Split),
        ["Slice"] = Operator.Of(Selection.Slice),
        ["Gather"] = Operator.Of(Selection.Gather),
        ["Pad"] = Operator.Of(Padding.Pad),

        ["Shape"] = Operator.Of(Constants.Shape),
        ["Constant"] = Operator.Of(Constants.Constant),
        ["ConstantOfShape"] = Operator.Of(Constants.ConstantOfShape),
    };

    /// <summary>The operators' names.</summary>
    public static IReadOnlyCollection<string> Names => Operators.Keys;

    /// <summary>The operator of a node, or null if the import lacks it.</summary>
    public static Operator? Find(NodeProto node) => Domains.IsDefault(node.Domain) ? Operators.GetValueOrDefault(node.OpType) : null;
}
