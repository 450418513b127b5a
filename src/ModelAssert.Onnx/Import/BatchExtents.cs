using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// Where a graph lets the number of images decide more than the sizes of its values. Graphs compute shapes from it, for the next reshape; one that compares it with a number, or computes with it,
/// may answer one image in one way and a batch in another, and no batch that is tried shows where.
/// </summary>
/// <param name="graph">A graph of one output.</param>
internal sealed class BatchExtents(CompiledGraph graph)
{
    /// <summary>Operators that give a value the size that an input states, by the input's place.</summary>
    private static readonly Dictionary<string, int> Sized = new() { ["Reshape"] = 1, ["Expand"] = 1, ["Tile"] = 1, ["ConstantOfShape"] = 0, ["Resize"] = 3 };

    /// <summary>Operators that take a value of as many rows as there are images beside one that is made of the images.</summary>
    private static readonly HashSet<string> Beside = ["Add", "Sub", "Mul", "Div", "Concat", "Where", "Sum", "Max", "Min"];

    /// <summary>Values that are another for another number of images.</summary>
    private readonly HashSet<int> varying = [];

    /// <summary>Those of them that were computed: with the right numbers they may be the same for any two numbers of images.</summary>
    private readonly HashSet<int> computed = [];

    /// <summary>The first node that does so, or <see langword="null"/>.</summary>
    /// <param name="images">Different images as the graph takes them, 3 or more.</param>
    public string? FindUse(torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var ofImages = new HashSet<int>(graph.Inputs);
        foreach (var step in graph.Steps.Where(step => !IsShape(step) && step.Inputs.Any(ofImages.Contains)))
            ofImages.UnionWith(step.Outputs);
        int[] sizes = [.. graph.Steps.SelectMany(step => step.Outputs).Where(slot => slot >= 0 && !ofImages.Contains(slot))];
        if (sizes.Length == 0)
            return null;

        var part = graph.UpTo(sizes);
        var more = part.Run(images.shape[0], images);
        var fewer = part.Run(images.shape[0] - 1, images.narrow(0, 1, images.shape[0] - 1));
        var known = sizes.Zip(more, fewer).ToDictionary(entry => entry.First, entry => (entry.Second, entry.Third));
        foreach (var step in graph.Steps)
        {
            int[] places = [.. Enumerable.Range(0, step.Inputs.Length).Where(place => varying.Contains(step.Inputs[place]))];
            if (!IsShape(step) && places.Length == 0)
                continue;
            if (step.Outputs.Any(ofImages.Contains))
            {
                if (!Beside.Contains(step.Operator) && !Sizes(step, places))
                    return step.Node;
            }
            else if (IsShape(step) || IsHarmless(step, places, known))
            {
                Note(step, known);
            }
            else
            {
                return step.Node;
            }
        }

        return null;
    }

    private static bool IsShape(Step step) => step.Operator is "Shape" or "Size";

    private static bool Sizes(Step step, int[] places) => Sized.TryGetValue(step.Operator, out var size) && places.All(place => place == size);

    private bool IsHarmless(Step step, int[] places, Dictionary<int, (torch.Tensor More, torch.Tensor Fewer)> known)
    {
        bool AreIntegers(int slot) => (known.TryGetValue(slot, out var value) ? value.More : graph.ValueOf(slot)).is_integral();
        return Sizes(step, places) || step.Operator switch
        {
            "Concat" => true,
            "Gather" or "Slice" or "Split" or "Squeeze" or "Unsqueeze" or "Identity" or "Reshape" or "Transpose" or "Flatten" or "Expand" or "Tile" => places is [0],
            "Cast" => AreIntegers(step.Inputs[0]) == AreIntegers(step.Outputs[0]),
            // A multiple of the number of images, and nothing that is 0 for some numbers.
            "Mul" or "ReduceProd" => AreIntegers(step.Inputs[0]),
            "Div" => AreIntegers(step.Inputs[0]) && places is [0] && !known.ContainsKey(step.Inputs[1])
                && IsMultiple(known[step.Inputs[0]].More, graph.ValueOf(step.Inputs[1])) && IsMultiple(known[step.Inputs[0]].Fewer, graph.ValueOf(step.Inputs[1])),
            // How exporters ask whether a size was given at all: no size is -1.
            "Equal" => places is [var place] && !known.ContainsKey(step.Inputs[1 - place]) && graph.ValueOf(step.Inputs[1 - place]).le(LastingScalar.Of(0)).all().item<bool>(),
            "Where" => !places.Contains(0),
            _ => false,
        };
    }

    private static bool IsMultiple(torch.Tensor sizes, torch.Tensor divisor) =>
        !divisor.eq(LastingScalar.Of(0)).any().item<bool>() && !sizes.remainder(divisor).any().item<bool>();

    private void Note(Step step, Dictionary<int, (torch.Tensor More, torch.Tensor Fewer)> known)
    {
        var isComputed = step.Operator is "Mul" or "Div" or "ReduceProd" || step.Inputs.Any(computed.Contains);
        foreach (var slot in step.Outputs.Where(slot => slot >= 0))
        {
            if (isComputed && step.Operator != "Equal")
                computed.Add(slot);
            if (computed.Contains(slot) || !SayTheSame(known[slot].More, known[slot].Fewer))
                varying.Add(slot);
        }
    }

    private static bool SayTheSame(torch.Tensor one, torch.Tensor other) => one.shape.SequenceEqual(other.shape) && one.eq(other).all().item<bool>();
}
