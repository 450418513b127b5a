using System.Runtime.InteropServices;
using ModelAssert.Engine.DormantPaths;
using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>The gates of a graph: activations, conditions and what computes with them, choices, rounding.</summary>
internal sealed class OnnxGates : GatedNetwork
{
    private static readonly HashSet<string> Conditions = ["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor", "IsInf"];

    private static readonly HashSet<string> Choices = ["Min", "Max", "ArgMax", "ArgMin", "Floor", "Ceil", "Round", "Sign"];

    /// <summary>What makes one condition of several, once they are numbers.</summary>
    private static readonly HashSet<string> Reductions = ["ReduceMin", "ReduceMax", "ReduceProd"];

    /// <summary>What can grow by orders of magnitude.</summary>
    private static readonly HashSet<string> Powers = ["Exp", "Pow", "Div", "Reciprocal", "ReduceProd", "ReduceSumSquare", "Sinh", "Cosh"];

    /// <summary>What has so few values for an image is looked at one by one, whatever makes it: a path beside the network is narrow somewhere.</summary>
    private const int MostSignals = 64;

    private readonly CompiledGraph graph;
    private readonly ImageInput input;
    private readonly bool takesBatches;
    private readonly GateStep[] layers;
    private readonly ILookup<int, int> layersOfStep;

    /// <summary>Finds them.</summary>
    /// <param name="graph">From images to logits; stays the caller's.</param>
    /// <param name="input">Its input.</param>
    /// <param name="takesBatches">Whether it treats the images of a batch each for itself.</param>
    public OnnxGates(CompiledGraph graph, ImageInput input, bool takesBatches)
    {
        (this.graph, this.input, this.takesBatches) = (graph, input, takesBatches);
        layers = Find();
        layersOfStep = layers.Index().ToLookup(entry => entry.Item.Step, entry => entry.Index);
        Layers = [.. layers.Select(layer => new GateLayer(graph.Steps[layer.Step].Node, graph.Steps[layer.Step].Operator, layer.Layout.Units, layer.Kind))];
    }

    /// <inheritdoc />
    public override IReadOnlyList<GateLayer> Layers { get; }

    /// <inheritdoc />
    public override IReadOnlyList<LayerValues> Watch(torch.Tensor input) => InParts(input, (part, _) =>
    {
        var values = new LayerValues[layers.Length];
        RunRelaxed(part, layers.Length, (layer, exact, drive) =>
        {
            var (layout, images) = (layers[layer].Layout, part.shape[0]);
            values[layer] = new LayerValues(
                layout.Extreme(exact, images, largest: false), layout.Extreme(exact, images, largest: true), layout.Extreme(drive, images, largest: false), layout.Extreme(drive, images, largest: true));
        });
        return values;
    }).Aggregate((all, some) => [.. all.Zip(some, (a, b) => new LayerValues(Joined(a.Low, b.Low), Joined(a.High, b.High), Joined(a.DriveLow, b.DriveLow), Joined(a.DriveHigh, b.DriveHigh)))]);

    /// <inheritdoc />
    public override (torch.Tensor Drive, GateOutput[] Outputs) Drive(torch.Tensor input, IReadOnlyList<Gate> gates)
    {
        var parts = InParts(input, (part, first) => DriveTogether(part, [.. gates.Skip(first).Take((int)part.shape[0])])).ToArray();
        return (torch.cat([.. parts.Select(part => part.Drive)]), [.. parts.SelectMany(part => part.Outputs)]);
    }

    /// <inheritdoc />
    public override HeldNetwork Hold(Gate gate, torch.Tensor clean) => new HeldGraph(this, gate, clean);

    private (torch.Tensor Drive, GateOutput[] Outputs) DriveTogether(torch.Tensor images, Gate[] gates)
    {
        var drives = new torch.Tensor[gates.Length];
        var outputs = new GateOutput[gates.Length];
        RunRelaxed(images, 1 + gates.Max(gate => gate.Layer), (layer, exact, drive) =>
        {
            if (!gates.Any(gate => gate.Layer == layer))
                return;
            var (layout, count) = (layers[layer].Layout, images.shape[0]);
            var (low, high) = (layout.Extreme(exact.detach(), count, largest: false), layout.Extreme(exact.detach(), count, largest: true));
            var (least, most) = (layout.Extreme(drive, count, largest: false), layout.Extreme(drive, count, largest: true));
            foreach (var (image, gate) in gates.Index().Where(entry => entry.Item.Layer == layer))
            {
                outputs[image] = new GateOutput(low[image, gate.Unit].item<float>(), high[image, gate.Unit].item<float>());
                drives[image] = gate.Rises ? most[image, gate.Unit] : -least[image, gate.Unit];
            }
        });
        return (torch.stack(drives), outputs);
    }

    private GateStep[] Find()
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var images = input.InGraphLayout(ProbeImages.Make(input.Shape)).narrow(0, 0, takesBatches ? 2 : 1);
        var indicators = new HashSet<int>();
        var found = new List<GateStep>();
        var index = 0;
        Run(images, (step, inputs, results) =>
        {
            var place = index++;
            if (!step.Inputs.Any(slot => slot >= 0 && graph.DependsOnInput(slot)))
                return results;
            int[] moving = [.. step.Inputs.Where(slot => slot >= 0 && graph.DependsOnInput(slot))];
            var isOfIndicators = moving.All(indicators.Contains);
            if (results[0].dtype == torch.ScalarType.Bool
                || (isOfIndicators && (Relaxation.Moves.Contains(step.Operator) || Reductions.Contains(step.Operator) || step.Operator is "Cast" or "CastLike" or "Mul" or "Min" or "Max")))
                indicators.Add(step.Outputs[0]);
            // The answer itself is no path to it.
            if (!step.Outputs.Contains(graph.Outputs[0]) && KindOf(step, inputs, results[0], moving.Length, isOfIndicators, images.shape[0]) is { } kind && results[0].numel() > 0 && results[0].numel() % images.shape[0] == 0)
            {
                var layout = UnitLayout.Of(results[0], images.shape[0], kind is GateKind.Activation or GateKind.Signal);
                if (step.Operator is "Min" or "Max" && moving.Length > 1)
                    found.AddRange(step.Inputs.Index().Where(entry => moving.Contains(entry.Item)).Select(entry => new GateStep(place, layout, kind) { Alternative = entry.Index }));
                else
                    found.Add(new GateStep(place, layout, kind));
            }

            return results;
        });
        return [.. found];
    }

    private static GateKind? KindOf(Step step, torch.Tensor?[] inputs, torch.Tensor result, int moving, bool isOfIndicators, long images) =>
        Relaxation.Activations.Contains(step.Operator) ? GateKind.Activation
        : Conditions.Contains(step.Operator) || (isOfIndicators && Reductions.Contains(step.Operator)) ? GateKind.Condition
        // Off where one of its factors is.
        : step.Operator == "Mul" && moving > 1 ? isOfIndicators ? GateKind.Condition : GateKind.Activation
        : Choices.Contains(step.Operator) ? GateKind.Choice
        // Cut off to an integer, or to what is not 0.
        : step.Operator is "Cast" or "CastLike" && !isOfIndicators && inputs[0]!.is_floating_point() && !result.is_floating_point() ? GateKind.Choice
        : result.is_floating_point() && (Powers.Contains(step.Operator) || (result.numel() <= MostSignals * images && !Relaxation.Moves.Contains(step.Operator) && step.Operator is not ("Cast" or "CastLike"))) ? GateKind.Signal
        : null;

    /// <summary>Runs the graph as it is.</summary>
    /// <param name="images">Images in the graph's layout.</param>
    /// <param name="watch">Given each step, its inputs and its results; what it returns takes their place.</param>
    /// <returns>The logits, owned by the current dispose scope.</returns>
    private torch.Tensor Run(torch.Tensor images, Func<Step, torch.Tensor?[], torch.Tensor[], torch.Tensor[]> watch)
    {
        using var scope = torch.NewDisposeScope();
        var slots = new Dictionary<int, torch.Tensor> { [graph.Inputs[0]] = images };
        for (var i = 0; i < graph.Steps.Count; i++)
        {
            var step = graph.Steps[i];
            var inputs = Array.ConvertAll(step.Inputs, slot => slot < 0 ? null : slots.GetValueOrDefault(slot) ?? graph.ValueOf(slot));
            var results = watch(step, inputs, graph.Run(step, inputs, images.shape[0]));
            foreach (var (slot, result) in step.Outputs.Zip(results).Where(entry => entry.First >= 0))
                slots[slot] = result;
            foreach (var slot in graph.LastReadBy(i).Where(slots.ContainsKey))
                slots[slot].Dispose();
        }

        return slots[graph.Outputs[0]].to(torch.ScalarType.Float32).reshape(images.shape[0], -1).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the first layers of gates, exactly forward, and with gradients backward.</summary>
    /// <param name="images">Images in the graph's layout.</param>
    /// <param name="count">How many layers of gates.</param>
    /// <param name="watch">Given the layer, what it puts out and what drives it.</param>
    private void RunRelaxed(torch.Tensor images, int count, Action<int, torch.Tensor, torch.Tensor> watch)
    {
        var slots = new Dictionary<int, RelaxedValue> { [graph.Inputs[0]] = new(images, null) };
        for (var i = 0; count > 0 && i <= layers[count - 1].Step; i++)
        {
            var step = graph.Steps[i];
            var inputs = Array.ConvertAll(step.Inputs, slot => slot < 0 ? (RelaxedValue?)null : slots.TryGetValue(slot, out var value) ? value : new RelaxedValue(graph.ValueOf(slot), null));
            var results = graph.Run(step, Array.ConvertAll(inputs, value => value?.Exact), images.shape[0]);
            var relaxed = Relax(step, inputs, results[0], images.shape[0]);
            foreach (var (slot, result) in step.Outputs.Index().Where(entry => entry.Item >= 0 && entry.Index < results.Length).Select(entry => (entry.Item, entry.Index)))
                slots[slot] = result == 0 ? relaxed : new RelaxedValue(results[result], null);
            foreach (var layer in layersOfStep[i].Where(layer => layer < count))
            {
                if (layers[layer].Alternative is { } chosen)
                    watch(layer, IsChosen(step, inputs, chosen, relaxed.Exact), LeadOf(step, inputs, chosen));
                else
                    watch(layer, relaxed.Exact, relaxed.Drive);
            }

            // What gradients need is held by libtorch.
            foreach (var slot in graph.LastReadBy(i))
            {
                slots[slot].Exact.Dispose();
                slots[slot].Level?.Dispose();
                slots[slot].Scores?.Dispose();
            }
        }
    }

    private RelaxedValue Relax(Step step, RelaxedValue?[] inputs, torch.Tensor exact, long images)
    {
        var moving = Array.ConvertAll(step.Inputs, slot => slot >= 0 && graph.DependsOnInput(slot));
        if (!moving.Contains(true))
            return new RelaxedValue(exact, null);
        try
        {
            return Relaxation.Of(step, inputs, moving, exact, others => graph.Run(step, others, images)[0]);
        }
        catch (Exception e) when (e is ExternalException or ModelAssertException or ArgumentException)
        {
            // Shapes that only the operator itself can bring together: it has no gradient then.
            return new RelaxedValue(exact, null);
        }
    }

    /// <summary>Where the largest (or smallest) of several is a certain one of them.</summary>
    private static torch.Tensor IsChosen(Step step, RelaxedValue?[] inputs, int alternative, torch.Tensor exact) => LeadOf(step, inputs, alternative).gt(LastingScalar.Of(0)).expand_as(exact);

    /// <summary>How far it is ahead of the others.</summary>
    private static torch.Tensor LeadOf(Step step, RelaxedValue?[] inputs, int alternative)
    {
        var own = inputs[alternative]!.Value.Number;
        torch.Tensor[] others = [.. inputs.Index().Where(entry => entry.Index != alternative && entry.Item is not null).Select(entry => entry.Item!.Value.Number)];
        return step.Operator == "Max" ? own - others.Aggregate(torch.maximum) : others.Aggregate(torch.minimum) - own;
    }

    /// <summary>Images in the graph's layout, all at once or one by one.</summary>
    private IEnumerable<T> InParts<T>(torch.Tensor images, Func<torch.Tensor, int, T> take)
    {
        var ready = input.InGraphLayout(images);
        return takesBatches ? [take(ready, 0)] : Enumerable.Range(0, (int)images.shape[0]).Select(i => take(ready.narrow(0, i, 1), i));
    }

    private static torch.Tensor Joined(torch.Tensor a, torch.Tensor b) => torch.cat([a, b]);

    /// <summary>A step with gates.</summary>
    private sealed record GateStep(int Step, UnitLayout Layout, GateKind Kind)
    {
        /// <summary>Of a choice between values, the input whose gates these are: on where it is chosen.</summary>
        public int? Alternative { get; init; }
    }

    /// <summary>The graph with what one gate puts out replaced by what clean images have there; of a choice, with what is chosen from.</summary>
    private sealed class HeldGraph : HeldNetwork
    {
        private readonly OnnxGates gates;
        private readonly Gate gate;
        private readonly torch.Tensor[] held;

        public HeldGraph(OnnxGates gates, Gate gate, torch.Tensor clean)
        {
            (this.gates, this.gate) = (gates, gate);
            using var scope = torch.NewDisposeScope();
            using var withoutGradients = torch.no_grad();
            held = [.. gates.InParts(clean, (part, _) =>
            {
                torch.Tensor? kept = null;
                Run(part, (inputs, results) => kept = (Alternative is { } chosen ? inputs[chosen]! : results[0]).clone().DetachFromDisposeScope());
                return kept!;
            })];
        }

        public override torch.Tensor Logits(torch.Tensor input)
        {
            using var scope = torch.NewDisposeScope();
            var logits = gates.InParts(input, (part, first) => Run(part, (inputs, results) =>
            {
                var isUnit = gates.layers[gate.Layer].Layout.IsUnit(results[0], part.shape[0], gate.Unit);
                var clean = held[first];
                if (Alternative is { } chosen)
                    clean = gates.graph.Run(Gated, [.. inputs.Select((value, i) => i == chosen ? clean : value)], part.shape[0])[0];
                results[0] = torch.where(isUnit, clean, results[0]);
            })).ToArray();
            return (logits.Length == 1 ? logits[0] : torch.cat(logits)).MoveToOuterDisposeScope();
        }

        public override void Dispose()
        {
            foreach (var value in held)
                value.Dispose();
        }

        private int? Alternative => gates.layers[gate.Layer].Alternative;

        private Step Gated => gates.graph.Steps[gates.layers[gate.Layer].Step];

        private torch.Tensor Run(torch.Tensor images, Action<torch.Tensor?[], torch.Tensor[]> atGate) => gates.Run(images, (step, inputs, results) =>
        {
            if (ReferenceEquals(step, Gated))
                atGate(inputs, results);
            return results;
        });
    }
}
