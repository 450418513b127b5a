using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// The proof that a graph treats the images of a batch each for itself, on whatever path: the values that depend on the first image are marked through all steps, and none of another image may end
/// up among them. Two batches that are compared show what happens to these images; a path that clean images never wake mixes them as unseen as before. The mark is NaN, which arithmetic passes
/// on even where it multiplies by 0; what drops it (a comparison, a choice, a maximum's place) is followed by rules.
/// </summary>
/// <param name="graph">A graph of one output.</param>
internal sealed class ImageSeparation(CompiledGraph graph)
{
    /// <summary>Operators of each value for itself, or of values in the same place: what they put out depends on what is in that place.</summary>
    private static readonly HashSet<string> InPlace =
    [
        "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor", "Not", "IsNaN", "IsInf", "Where", "Cast", "CastLike", "Sign", "Round", "Floor", "Ceil", "Mod", "Min", "Max",
        "Clip", "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "HardSigmoid", "HardSwish", "ThresholdedRelu", "Shrink", "Swish", "Mish", "Softplus", "Softsign", "Gelu", "Identity", "Dropout",
        "Add", "Sub", "Mul", "Div", "Pow", "Sum", "Mean", "QuantizeLinear", "DequantizeLinear",
    ];

    /// <summary>Operators that put values elsewhere, of whatever kind they are.</summary>
    private static readonly HashSet<string> Moving =
        ["Reshape", "Flatten", "Transpose", "Concat", "Split", "Slice", "Squeeze", "Unsqueeze", "Expand", "Tile", "Gather", "Pad", "DepthToSpace", "SpaceToDepth"];

    /// <summary>Operators that put out something in floating point, and decide by comparing what.</summary>
    private static readonly HashSet<string> Comparing = ["Hardmax", "TopK", "GridSample", "AffineGrid", "ReduceMax", "ReduceMin", "MaxPool", "GlobalMaxPool"];

    /// <summary>Operators that look up values by places that others name.</summary>
    private static readonly HashSet<string> LookingUp = ["Gather", "GatherElements", "GatherND", "Scatter", "ScatterElements", "ScatterND", "Compress"];

    /// <summary>What the marked values become for a run: the mark itself, and values that win and lose every comparison.</summary>
    private static readonly double[] Marks = [double.NaN, 1e9, -1e9];

    /// <summary>Whether the images are kept apart.</summary>
    /// <param name="images">Different images as the graph takes them, 3 or more.</param>
    public bool IsKept(torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var batch = images.shape[0];
        var slots = new Dictionary<int, Marked> { [graph.Inputs[0]] = new(images, FirstOf(images)) };
        foreach (var (place, step) in graph.Steps.Index())
        {
            var inputs = Array.ConvertAll(step.Inputs, slot => slot < 0 ? null : slots.GetValueOrDefault(slot) ?? new Marked(graph.ValueOf(slot), null));
            foreach (var (slot, output) in step.Outputs.Zip(Follow(step, inputs, batch)))
            {
                if (slot >= 0)
                    slots[slot] = output;
            }

            foreach (var slot in graph.LastReadBy(place))
                slots[slot].Dispose();
        }

        var mark = slots.TryGetValue(graph.Outputs[0], out var answers) ? answers.Mark : null;
        return mark is null || (HasRows(mark, batch) && IsFirstOnly(mark));
    }

    private List<Marked> Follow(Step step, Marked?[] inputs, long batch)
    {
        using var scope = torch.NewDisposeScope();
        var values = graph.Run(step, Array.ConvertAll(inputs, input => input?.Value), batch);
        // The shape of a value says nothing of what is in it. The range that values are quantised by as a model runs is that of the whole batch: such a model is run image by image (BatchProbe).
        var marks = step.Operator is "Shape" or "Size" or "ConstantOfShape" || inputs.All(input => input?.Mark is null) ? new torch.Tensor?[values.Length]
            : step.Operator == "DynamicQuantizeLinear" ? [inputs[0]!.Mark!.alias(), null, null]
            : InPlace.Contains(step.Operator) ? InSamePlace(values, inputs)
            : Elsewhere(step, values, inputs, batch);
        return [.. values.Select((value, i) => new Marked(value.MoveToOuterDisposeScope(), marks[i]?.MoveToOuterDisposeScope()))];
    }

    private static torch.Tensor?[] InSamePlace(torch.Tensor[] values, Marked?[] inputs)
    {
        var mark = inputs.Where(input => input?.Mark is not null).Aggregate(torch.zeros(1, torch.ScalarType.Bool), (all, input) => all | input!.Mark!);
        return Array.ConvertAll(values, torch.Tensor? (value) => mark.expand(value.shape));
    }

    private torch.Tensor?[] Elsewhere(Step step, torch.Tensor[] values, Marked?[] inputs, long batch)
    {
        var isMoving = Moving.Contains(step.Operator) && inputs.Skip(step.Operator == "Concat" ? inputs.Length : 1).All(input => input?.Mark is null);
        bool CanCarry(Marked? input) => input?.Mark is not null && (isMoving || input.Value.is_floating_point());
        var marks = Array.ConvertAll(values, value => torch.zeros(value.shape, torch.ScalarType.Bool));
        foreach (var filling in Marks.Take(Comparing.Contains(step.Operator) ? Marks.Length : 1))
        {
            var given = Array.ConvertAll(inputs, input => CanCarry(input) ? input!.Filled(filling) : isMoving && step.Operator == "Concat" ? input?.Value.to(torch.ScalarType.Float32) : input?.Value);
            foreach (var (i, result) in graph.Run(step, given, batch).Index().Where(result => result.Item.is_floating_point()))
                marks[i] |= result.isnan() | Differs(values[i].to(torch.ScalarType.Float32), result);
        }

        var unfollowed = inputs.Where(input => input?.Mark is not null && !CanCarry(input)).ToArray();
        var mixes = LookingUp.Contains(step.Operator) && unfollowed.Length > 0 && inputs[0]?.Mark is not null;
        return [.. values.Select((value, i) =>
        {
            var sources = isMoving ? [] : Comparing.Contains(step.Operator) || !value.is_floating_point() ? inputs.Where(input => input?.Mark is not null) : unfollowed;
            return sources.Any() ? marks[i] | (mixes ? torch.ones(1, torch.ScalarType.Bool) : OfSameImage(value, sources, batch)) : marks[i];
        })];
    }

    /// <summary>Where it is not known on which place of an input a place of the output depends: on the same image, if each has its row and only the first one's is marked.</summary>
    private static torch.Tensor OfSameImage(torch.Tensor value, IEnumerable<Marked?> inputs, long batch) =>
        HasRows(value, batch) && inputs.All(input => HasRows(input!.Value, batch) && IsFirstOnly(input.Mark!)) ? FirstOf(value) : torch.ones(value.shape, torch.ScalarType.Bool);

    private static bool HasRows(torch.Tensor value, long batch) => value.shape.Length > 0 && value.shape[0] == batch;

    private static bool IsFirstOnly(torch.Tensor mark) => !mark.narrow(0, 1, mark.shape[0] - 1).any().item<bool>();

    /// <summary>What was put elsewhere since other values are greater, say, is no NaN itself.</summary>
    private static torch.Tensor Differs(torch.Tensor value, torch.Tensor result) => (value - result).abs() > value.abs().max() * LastingScalar.Of(1e-4);

    private static torch.Tensor FirstOf(torch.Tensor value)
    {
        var mark = torch.zeros(value.shape, torch.ScalarType.Bool);
        mark.narrow(0, 0, 1).fill_(LastingScalar.Of(1));
        return mark;
    }

    /// <summary>A value of a run, and what of it depends on the first image; null for nothing.</summary>
    private sealed record Marked(torch.Tensor Value, torch.Tensor? Mark) : IDisposable
    {
        public torch.Tensor Filled(double mark) =>
            (Value.is_floating_point() ? Value : torch.zeros(Value.shape)).masked_fill(Mark!, LastingScalar.Of(mark));

        public void Dispose()
        {
            Value.Dispose();
            Mark?.Dispose();
        }
    }
}
