using System.Runtime.InteropServices;
using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>The least and the most that a value may be.</summary>
internal readonly record struct Bounds(torch.Tensor Low, torch.Tensor High)
{
    public bool IsExact => ReferenceEquals(Low, High) || Low.Equals(High);
}

/// <summary>
/// Between which bounds the values of a graph lie for every image between two (interval arithmetic: Moore 1966; through networks: Gowal et al. 2018, arXiv 1810.12715). They are wide, and no value is outside of
/// them: what they rule out no image does. Operators that are not listed here have none, nor has what comes after them.
/// </summary>
internal static class ValueBounds
{
    /// <summary>Sums of many products are rounded by less than this, as a share of their largest part.</summary>
    private const double Rounding = 1e-4;

    /// <summary>Below this none of the activations goes that have a valley left of 0.</summary>
    private const double Valley = -0.5;

    /// <summary>Larger where any of their values is, whatever the others.</summary>
    private static readonly HashSet<string> Rising =
    [
        "Add", "Sum", "Mean", "Min", "Max", "And", "Or", "Concat", "MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool", "ReduceMin", "ReduceMax", "ReduceSum", "ReduceMean",
    ];

    /// <summary>Functions of the first input that rise, or fall, everywhere; moves of values among them.</summary>
    private static readonly HashSet<string> Monotone =
    [
        "Identity", "Dropout", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Expand", "Tile", "Slice", "Gather", "Pad", "Split", "DepthToSpace", "SpaceToDepth",
        "Relu", "Sigmoid", "HardSigmoid", "Tanh", "Softplus", "Clip", "Floor", "Ceil", "Round", "Sign", "Exp", "Log", "Sqrt", "Erf", "Neg", "Not", "BatchNormalization",
    ];

    /// <summary>The same on either side of 0.</summary>
    private static readonly HashSet<string> MonotoneBesideZero = ["Abs", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Pow"];

    private static readonly HashSet<string> WithValley = ["Gelu", "HardSwish", "Mish"];

    private static readonly HashSet<string> OfShapes = ["Shape", "Size"];

    /// <summary>The bounds of what each step puts out first.</summary>
    /// <param name="graph">From images to logits.</param>
    /// <param name="least">An image in the graph's layout, <c>[1, …]</c>: the least that each of its values can be.</param>
    /// <param name="most">The most.</param>
    /// <returns>By the step's place, owned by the current dispose scope; <see langword="null"/> where nothing is known.</returns>
    public static Bounds?[] Of(CompiledGraph graph, torch.Tensor least, torch.Tensor most)
    {
        var known = new Dictionary<int, Bounds> { [graph.Inputs[0]] = new(least, most) };
        foreach (var step in graph.Steps)
        {
            if (step.Inputs.Any(slot => slot >= 0 && graph.DependsOnInput(slot) && !known.ContainsKey(slot)))
                continue;
            Bounds?[] inputs = [.. step.Inputs.Select(slot => slot < 0 ? (Bounds?)null : graph.DependsOnInput(slot) ? known[slot] : new Bounds(graph.ValueOf(slot), graph.ValueOf(slot)))];
            foreach (var (slot, bounds) in step.Outputs.Zip(Find(step, inputs, values => graph.Run(step, values, 1))).Where(entry => entry.First >= 0 && AreNumbers(entry.Second)))
                known[slot] = bounds;
        }

        return [.. graph.Steps.Select(step => known.TryGetValue(step.Outputs[0], out var found) ? found : (Bounds?)null)];
    }

    private static Bounds[] Find(Step step, Bounds?[] inputs, Func<torch.Tensor?[], torch.Tensor[]> run)
    {
        try
        {
            return Of(step, inputs, run);
        }
        catch (Exception e) when (e is ExternalException or ModelAssertException or ArgumentException)
        {
            // Kinds of numbers or shapes that the operator takes from images, and not from their bounds.
            return [];
        }
    }

    private static Bounds[] Of(Step step, Bounds?[] inputs, Func<torch.Tensor?[], torch.Tensor[]> run)
    {
        var lows = Array.ConvertAll(inputs, input => input?.Low);
        var highs = Array.ConvertAll(inputs, input => input?.High);
        if (OfShapes.Contains(step.Operator) || inputs.All(input => input is not { IsExact: false }))
            return [.. run(lows).Select(value => new Bounds(value, value))];

        var onlyFirstMoves = inputs.Skip(1).All(input => input is not { IsExact: false });
        return step.Operator switch
        {
            var rising when Rising.Contains(rising) => Between(run(lows), run(highs)),
            var monotone when Monotone.Contains(monotone) && onlyFirstMoves => Spanned(run(lows), run(highs)),
            var beside when MonotoneBesideZero.Contains(beside) && onlyFirstMoves => Spanned(run(lows), run(highs), run([Nearest(inputs[0]!.Value), .. lows[1..]])),
            var valley when WithValley.Contains(valley) => [.. Spanned(run(lows), run(highs)).Select(ends => ends with { Low = torch.minimum(ends.Low, torch.full_like(ends.Low, LastingScalar.Of(Valley))) })],
            "Cast" or "CastLike" => Cast(inputs[0]!.Value, run(lows), run(highs)),
            "Sub" => Between(run([lows[0], highs[1]]), run([highs[0], lows[1]])),
            "Mul" => Corners(lows, highs, run),
            "Div" when DoesNotPassZero(inputs[1]!.Value) => Corners(lows, highs, run),
            "ReduceProd" when onlyFirstMoves && lows[0]!.ge(LastingScalar.Of(0)).all().item<bool>() => Between(run(lows), run(highs)),
            "Conv" or "ConvTranspose" or "Gemm" or "MatMul" => Product(inputs, run),
            "Softmax" => [.. run(lows).Select(value => new Bounds(torch.zeros_like(value), torch.ones_like(value)))],
            "Greater" or "GreaterOrEqual" => Between(run([lows[0], highs[1]]), run([highs[0], lows[1]])),
            "Less" or "LessOrEqual" => Between(run([highs[0], lows[1]]), run([lows[0], highs[1]])),
            "Equal" => [CanBeEqual(inputs[0]!.Value, inputs[1]!.Value)],
            "Xor" => [.. run(lows).Select(value => new Bounds(torch.zeros_like(value), torch.ones_like(value)))],
            // What has bounds is finite.
            "IsInf" or "IsNaN" => [.. run(lows).Select(value => new Bounds(torch.zeros_like(value), torch.zeros_like(value)))],
            "Where" => [Chosen(inputs[0]!.Value, inputs[1]!.Value, inputs[2]!.Value)],
            _ => [],
        };
    }

    private static bool AreNumbers(Bounds bounds) => !bounds.Low.is_floating_point() || (bounds.Low.isfinite().all().item<bool>() && bounds.High.isfinite().all().item<bool>());

    private static Bounds[] Between(torch.Tensor[] low, torch.Tensor[] high) => [.. low.Zip(high, (a, b) => new Bounds(a, b))];

    /// <summary>The bounds of several possible values.</summary>
    private static Bounds[] Spanned(params torch.Tensor[][] values) =>
        [.. values[0].Select((_, i) => new Bounds(values.Select(some => some[i]).Aggregate(torch.minimum), values.Select(some => some[i]).Aggregate(torch.maximum)))];

    /// <summary>What is between the bounds and nearest to 0.</summary>
    private static torch.Tensor Nearest(Bounds bounds) => torch.minimum(torch.maximum(torch.zeros_like(bounds.Low), bounds.Low), bounds.High);

    private static bool DoesNotPassZero(Bounds bounds) => bounds.Low.gt(LastingScalar.Of(0)).logical_or(bounds.High.lt(LastingScalar.Of(0))).all().item<bool>();

    private static Bounds[] Corners(torch.Tensor?[] lows, torch.Tensor?[] highs, Func<torch.Tensor?[], torch.Tensor[]> run) =>
        Spanned(run(lows), run(highs), run([lows[0], highs[1]]), run([highs[0], lows[1]]));

    /// <summary>Into wider types only: narrow ones begin anew where they are full, and a truth value is false at 0 alone.</summary>
    private static Bounds[] Cast(Bounds input, torch.Tensor[] low, torch.Tensor[] high) =>
        low[0].is_floating_point() || low[0].dtype == torch.ScalarType.Int64 || input.Low.dtype == torch.ScalarType.Bool ? Between(low, high) : [];

    /// <summary>Of the middle, and as far to both sides as the sizes of the factors allow.</summary>
    private static Bounds[] Product(Bounds?[] inputs, Func<torch.Tensor?[], torch.Tensor[]> run)
    {
        if (inputs.Skip(2).Any(input => input is { IsExact: false }) || !inputs[0]!.Value.Low.is_floating_point())
            return [];
        var (middles, reaches) = (new torch.Tensor?[inputs.Length], new torch.Tensor?[inputs.Length]);
        foreach (var (i, input) in inputs.Index().Where(entry => entry.Item is not null))
        {
            var (low, high) = (input!.Value.Low, input.Value.High);
            // A summand, the third, moves nothing.
            (middles[i], reaches[i]) = input.Value.IsExact ? (low, i < 2 ? low.abs() : null) : (low.Plus(high) * LastingScalar.Of(0.5), (high - low) * LastingScalar.Of(0.5));
        }

        if (inputs[0] is { IsExact: false } first && inputs[1] is { IsExact: false } second)
        {
            var most = run([Largest(first), Largest(second)])[0].abs();
            return inputs.Length == 2 ? [new Bounds(-most, most)] : [];
        }

        var (middle, reach) = (run(middles)[0], run(reaches)[0].abs());
        reach = reach.Plus(torch.maximum(middle.abs(), reach).max() * LastingScalar.Of(Rounding));
        return [new Bounds(middle - reach, middle.Plus(reach))];

        static torch.Tensor Largest(Bounds bounds) => torch.maximum(bounds.Low.abs(), bounds.High.abs());
    }

    private static Bounds CanBeEqual(Bounds left, Bounds right)
    {
        var can = left.Low.le(right.High).logical_and(right.Low.le(left.High));
        return new Bounds(torch.zeros_like(can), can);
    }

    private static Bounds Chosen(Bounds condition, Bounds left, Bounds right)
    {
        var (isLeft, isRight) = (condition.Low.to(torch.ScalarType.Bool), condition.High.to(torch.ScalarType.Bool).logical_not());
        return new Bounds(Of(left.Low, right.Low, torch.minimum), Of(left.High, right.High, torch.maximum));

        torch.Tensor Of(torch.Tensor a, torch.Tensor b, Func<torch.Tensor, torch.Tensor, torch.Tensor> either) => torch.where(isLeft, a, torch.where(isRight, b, either(a, b)));
    }
}
