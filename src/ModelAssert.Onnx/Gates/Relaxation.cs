using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>
/// Gradients for what has none: forward every value is exact, backward it is that of a smooth function beside it (straight-through estimation: Bengio et al. 2013). Conditions have the usual quantitative
/// meaning: <c>a &gt; b</c> is <c>a − b</c>, <c>and</c> the smaller, <c>or</c> the larger, <c>not</c> the negative.
/// </summary>
internal static class Relaxation
{
    /// <summary>The slope of an activation where it has none.</summary>
    private const double Leak = 0.1;

    /// <summary>Two floating point numbers this close are equal, where equality is asked for: less than one of 255 levels of a pixel.</summary>
    private const double Equality = 1e-4;

    /// <summary>How soft the smaller of several is, as a share of their usual size.</summary>
    private const double Softness = 0.1;

    /// <summary>Activations that are flat somewhere, of one value each.</summary>
    public static readonly HashSet<string> Activations =
    [
        "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Gelu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Swish", "Mish", "ThresholdedRelu", "Shrink", "Clip",
    ];

    private static readonly HashSet<string> Rounding = ["Ceil", "Floor", "Round", "Sign"];

    /// <summary>What leaves values what they are.</summary>
    public static readonly HashSet<string> Moves =
        ["Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Expand", "Tile", "Concat", "Slice", "Gather", "Pad", "Split"];

    /// <summary>The first result of a step as one that gradients pass.</summary>
    /// <param name="step">The step.</param>
    /// <param name="inputs">Its inputs; <see langword="null"/> for those left out.</param>
    /// <param name="moving">Which of them depend on the image.</param>
    /// <param name="exact">Its result.</param>
    /// <param name="recompute">Runs the step on other inputs.</param>
    public static RelaxedValue Of(Step step, RelaxedValue?[] inputs, bool[] moving, torch.Tensor exact, Func<torch.Tensor?[], torch.Tensor> recompute)
    {
        torch.Tensor Number(int input) => inputs[input]!.Value.Number;
        switch (step.Operator)
        {
            case var activation when Activations.Contains(activation):
                return new(exact.Plus(Passing(Number(0)).Times(Leak)), Number(0).alias());
            case var rounding when Rounding.Contains(rounding) && exact.is_floating_point():
                return new(exact.detach().Plus(Passing(Number(0))), Number(0).alias());
            case "Greater" or "GreaterOrEqual":
                return new(exact, Number(0) - Number(1));
            case "Less" or "LessOrEqual":
                return new(exact, Number(1) - Number(0));
            case "Equal":
                return new(exact, IsPlace(inputs[0]!.Value, inputs[1]!.Value) ?? IsPlace(inputs[1]!.Value, inputs[0]!.Value) ?? AreEqual(inputs[0]!.Value, inputs[1]!.Value));
            case "And":
                return new(exact, Smaller(Number(0), Number(1)));
            case "Or":
                return new(exact, -Smaller(-Number(0), -Number(1)));
            case "Xor":
                return new(exact, -AreEqual(inputs[0]!.Value, inputs[1]!.Value));
            case "Not":
                return new(exact, -Number(0));
            case "Where" when exact.is_floating_point():
                return new(exact.Plus(Passing(Truth(Number(0))) * (Number(1) - Number(2)).detach()), null);
            case "Cast" or "CastLike":
                return Cast(inputs[0]!.Value, exact);
            case "ReduceMin" or "ReduceMax" when exact.is_floating_point():
                return new(
                    exact.Plus(Passing(Extreme(Number(0), exact.shape, step.Operator == "ReduceMin"))),
                    inputs[0]!.Value.Level is { } several ? Extreme(several, exact.shape, step.Operator == "ReduceMin") : null);
            case "ArgMax" or "ArgMin":
                return Place(step.Operator == "ArgMax" ? Number(0) : -Number(0), exact);
            case "Mod" when !exact.is_floating_point():
                return new(exact, exact.to(torch.ScalarType.Float32).Plus(Passing(Number(0))));
            case "Min" or "Max" when exact.is_floating_point() && moving.Count(moves => moves) == 1:
                // Cut off by a constant.
                return new(exact.Plus(Passing(Number(Array.IndexOf(moving, true))).Times(Leak)), Number(Array.IndexOf(moving, true)).expand_as(exact));
            case "Mul" or "ReduceProd" when exact.is_floating_point():
                // A product of several zeros has no gradient; of numbers beside them it has.
                return new(exact.Plus(Passing(recompute(Array.ConvertAll(inputs, input => input is { } value ? Lifted(value.Exact) : null)))), LevelOfProduct(step, inputs, moving, exact));
            case "Sub" when exact.is_floating_point() && !moving[0] && inputs[1]!.Value.Level is { } positive:
                return new(exact, -positive.expand_as(exact));
            default:
                return exact.is_floating_point() ? new(exact, Moves.Contains(step.Operator) ? OfLevels(inputs, moving, recompute) : null) : new(exact, OfLevels(inputs, moving, recompute));
        }
    }

    /// <summary>0, with the gradient of a value.</summary>
    private static torch.Tensor Passing(torch.Tensor value) => value - value.detach();

    /// <summary>From 0 to 1 as a condition goes from false to true, by how far conditions of this tensor usually are from it.</summary>
    private static torch.Tensor Truth(torch.Tensor level) => (level / SizeOf(level)).sigmoid();

    private static torch.Tensor SizeOf(torch.Tensor values) => values.detach().abs().mean().Plus(1e-12);

    private static RelaxedValue Cast(RelaxedValue from, torch.Tensor exact)
    {
        if (from.Exact.dtype == torch.ScalarType.Bool && from.Level is { } level)
        {
            return exact.is_floating_point() ? new(exact.Plus(Passing(Truth(level))), level.alias())
                : new(exact, exact.dtype == torch.ScalarType.Bool ? level.alias() : exact.to(torch.ScalarType.Float32).Plus(Passing(Truth(level))));
        }

        if (exact.is_floating_point())
            return new(from.Exact.is_floating_point() || from.Level is null ? exact : exact.Plus(Passing(from.Number)), from.Level?.alias());
        // What is not 0 is true; most of what is cast is 0 or more.
        return exact.dtype == torch.ScalarType.Bool ? new(exact, from.Drive.Plus(-float.Epsilon)) : new(exact, exact.to(torch.ScalarType.Float32).Plus(Passing(from.Number)));
    }

    /// <summary>A product of two that can be off is on where both are.</summary>
    private static torch.Tensor? LevelOfProduct(Step step, RelaxedValue?[] inputs, bool[] moving, torch.Tensor exact) => step.Operator == "ReduceProd"
        ? inputs[0]!.Value.Level is { } several ? Extreme(several, exact.shape, smallest: true) : null
        : (inputs[0]!.Value.Level, inputs[1]!.Value.Level) switch
        {
            ({ } a, { } b) when moving[0] && moving[1] => Smaller(a, b),
            ({ } a, _) when !moving[1] => a.expand_as(exact),
            (_, { } b) when !moving[0] => b.expand_as(exact),
            _ => null,
        };

    /// <summary>The smaller of two, softly: both get a share of the gradient.</summary>
    private static torch.Tensor Smaller(torch.Tensor a, torch.Tensor b)
    {
        var softness = torch.minimum(SizeOf(a), SizeOf(b)).Times(Softness);
        return -(torch.logaddexp(-a / softness, -b / softness) * softness);
    }

    private static torch.Tensor AreEqual(RelaxedValue a, RelaxedValue b)
    {
        if (a.Exact.dtype == torch.ScalarType.Bool)
            return -Smaller(-Smaller(a.Number, b.Number), -Smaller(-a.Number, -b.Number));
        return -(a.Number - b.Number).abs().Plus(a.Exact.is_floating_point() ? -Equality : -0.5);
    }

    /// <summary>The smallest or largest along the axes that a reduction took, softly.</summary>
    private static torch.Tensor Extreme(torch.Tensor values, long[] reduced, bool smallest)
    {
        long[] axes = [.. AxesOf(values.shape, reduced)];
        if (axes.Length == 0)
            return values.sum();
        var softness = SizeOf(values).Times(smallest ? -Softness : Softness);
        return axes.Reverse().Aggregate(values / softness, (left, axis) => left.logsumexp(axis)).reshape(reduced) * softness;
    }

    /// <summary>The index of the largest value: as a number, what a soft choice expects.</summary>
    private static RelaxedValue Place(torch.Tensor values, torch.Tensor exact)
    {
        var axis = AxesOf(values.shape, exact.shape).FirstOrDefault(-1);
        if (axis < 0)
            return new(exact, null);
        var scores = values.movedim([axis], [-1]);
        var weights = (scores / SizeOf(values).Times(Softness)).softmax(-1);
        var expected = (weights * SafeArithmetic.Sequence(0, values.shape[axis], torch.ScalarType.Float32).to(values.device)).sum(-1).reshape(exact.shape);
        return new(exact, exact.to(torch.ScalarType.Float32).Plus(Passing(expected)), scores);
    }

    /// <summary>Whether the largest value is at a place that is known: how far that value is above the others.</summary>
    private static torch.Tensor? IsPlace(RelaxedValue index, RelaxedValue place)
    {
        if (index.Scores is not { } scores || place.Exact.numel() != 1 || place.Exact.to(torch.ScalarType.Int64).item<long>() is var at && (at < 0 || at >= scores.shape[^1]))
            return null;
        var isAt = SafeArithmetic.Sequence(0, scores.shape[^1], torch.ScalarType.Int64).eq(place.Exact.cpu().reshape(1)).to(scores.device);
        var others = scores.masked_fill(isAt, LastingScalar.Of(-1e30)).amax([-1L]);
        return (scores.select(-1, at) - others).reshape(index.Exact.shape);
    }

    /// <summary>The axes that a reduction took, by the shapes before and after it.</summary>
    private static IEnumerable<long> AxesOf(long[] before, long[] after)
    {
        var next = 0;
        for (var axis = 0; axis < before.Length; axis++)
        {
            var (place, isKept) = before.Length == after.Length ? (axis, before[axis] == after[axis]) : (next, next < after.Length && before[axis] == after[next]);
            if (isKept)
                next = place + 1;
            else
                yield return axis;
        }
    }

    private static torch.Tensor Lifted(torch.Tensor values) =>
        values.is_floating_point() ? values.Plus(values.detach().eq(LastingScalar.Of(0)).to(values.dtype).Times(Leak)) : values;

    /// <summary>What moves values, or computes with integers and truth values, does so with their levels.</summary>
    private static torch.Tensor? OfLevels(RelaxedValue?[] inputs, bool[] moving, Func<torch.Tensor?[], torch.Tensor> recompute)
    {
        if (!inputs.Any(input => input is { Level: not null }) || inputs.Index().Any(entry => moving[entry.Index] && entry.Item is { Level: null }))
            return null;
        try
        {
            return recompute(Array.ConvertAll(inputs, input => input?.Level ?? input?.Exact));
        }
        catch (ModelAssertException)
        {
            // An index, or an operator that has no other form.
            return null;
        }
    }
}
