using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;

namespace ModelAssert.Onnx.Tests.Operators;

/// <summary>One node over an input <c>x</c> and weights, to be compared with ONNX Runtime.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Opset">The version of the operators.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Shape">The shape of <c>x</c>.</param>
/// <param name="Weights">The further inputs, after <c>x</c>.</param>
/// <param name="Attributes">The attributes.</param>
internal sealed record OperatorCase(string Name, long Opset, string Operator, long[] Shape, TensorProto[] Weights, params AttributeProto[] Attributes)
{
    /// <summary>Whether <c>x</c> must be positive.</summary>
    public bool IsPositive { get; init; }

    /// <summary>The position of <c>x</c> among the inputs.</summary>
    public int Position { get; init; }

    public ModelProto Model()
    {
        // Weights of no name are inputs left out.
        var inputs = Weights.Select(w => w.Name).ToList();
        inputs.Insert(Position, "x");
        var node = ModelBuilder.Node(Operator, [.. inputs], "y", Attributes);
        return ModelBuilder.Model(Opset, ModelBuilder.Graph(Shape, [node], [.. Weights.Where(w => w.Name.Length > 0)]));
    }

    /// <summary>Values that are all at least 0.02 from each other and from 0, so that no small step crosses a kink of a maximum.</summary>
    public float[] Input()
    {
        var count = (int)Shape.Aggregate(1L, (a, b) => a * b);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            // A step that shares no factor with the count visits every place once.
            var place = (int)((i * 7919L + 3) % count);
            var centred = place - count / 2;
            values[i] = IsPositive ? 0.5f + 0.03f * place : 0.03f * centred + (centred >= 0 ? 0.021f : -0.021f);
        }

        return values;
    }

    public override string ToString() => $"{Operator}-{Opset}: {Name}";
}
