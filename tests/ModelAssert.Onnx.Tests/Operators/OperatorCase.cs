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

    /// <summary>Whether the operator is nothing without a second output, which is not looked at.</summary>
    public bool HasSecondOutput { get; init; }

    /// <summary>Whether ONNX Runtime lacks the operator. The standard's own cases have its values then.</summary>
    public bool IsUnknownToRuntime { get; init; }

    /// <summary>What is added to each value.</summary>
    public float Offset { get; init; }

    /// <summary>The position of <c>x</c> among the inputs.</summary>
    public int Position { get; init; }

    /// <summary>Whether the operator puts out integers or truth values, which the model then casts to float32.</summary>
    public bool IsCast { get; init; }

    public ModelProto Model()
    {
        // Weights of no name are inputs left out.
        var inputs = Weights.Select(w => w.Name).ToList();
        inputs.Insert(Position, "x");
        var node = ModelBuilder.Node(Operator, [.. inputs], IsCast ? "r" : "y", Attributes);
        if (HasSecondOutput)
            node.Output.Add("second");
        NodeProto[] nodes = IsCast ? [node, ModelBuilder.Node("Cast", ["r"], "y", Export.Attributes.Int("to", 1))] : [node];
        return ModelBuilder.Model(Opset, ModelBuilder.Graph(Shape, nodes, [.. Weights.Where(w => w.Name.Length > 0)]));
    }

    /// <summary>The model with its floating-point weights as further inputs, so that a run decides on their precision.</summary>
    public (ModelProto Model, TensorProto[] Inputs) ModelOfInputs()
    {
        var model = Model();
        TensorProto[] floats = [.. model.Graph.Initializer.Where(w => w.ElementType == TensorProto.Types.DataType.Float)];
        foreach (var weight in floats)
        {
            model.Graph.Initializer.Remove(weight);
            model.Graph.Input.Add(ModelBuilder.Value(weight.Name, TensorProto.Types.DataType.Float, [.. weight.Dims]));
        }

        return (model, floats);
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
            values[i] += Offset;
        }

        return values;
    }

    public override string ToString() => $"{Operator}-{Opset}: {Name}";
}
