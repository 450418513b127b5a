using System.Runtime.InteropServices;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>The gates of a graph.</summary>
internal sealed class OnnxGates : GatedNetwork
{
    private readonly CompiledGraph graph;
    private readonly ImageInput input;
    private readonly bool takesBatches;
    private readonly torch.Device device;
    private readonly GateStep[] layers;
    private readonly ILookup<int, int> layersOfStep;

    /// <summary>Finds them.</summary>
    /// <param name="graph">From images to logits; stays the caller's.</param>
    /// <param name="input">Its input.</param>
    /// <param name="takesBatches">Whether it treats the images of a batch each for itself.</param>
    /// <param name="device">Where its weights are. Images go there, and what is seen of them comes back.</param>
    public OnnxGates(CompiledGraph graph, ImageInput input, bool takesBatches, torch.Device device)
    {
        (this.graph, this.input, this.takesBatches, this.device) = (graph, input, takesBatches, device);
        using (torch.NewDisposeScope())
            layers = GateStep.Find(graph, input.InGraphLayout(ProbeImages.Make(input.Shape)).narrow(0, 0, takesBatches ? 2 : 1).to(device));
        layersOfStep = layers.Index().ToLookup(entry => entry.Item.Step, entry => entry.Index);
        Layers = [.. layers.Select(layer => new GateLayer(graph.Steps[layer.Step].Node, graph.Steps[layer.Step].Operator, layer.Layout.Units, layer.Kind))];
    }

    /// <inheritdoc />
    public override IReadOnlyList<GateLayer> Layers { get; }

    /// <inheritdoc />
    public override IReadOnlyList<LayerValues> Watch(torch.Tensor input) => InParts(input).Select(part =>
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
        var parts = InParts(input).Select((part, place) => DriveTogether(part, takesBatches ? [.. gates] : [gates[place]])).ToArray();
        return (torch.cat([.. parts.Select(part => part.Drive)]), [.. parts.SelectMany(part => part.Outputs)]);
    }

    /// <inheritdoc />
    public override HeldNetwork Hold(Gate gate, torch.Tensor clean) => new HeldGraph(graph, layers[gate.Layer], gate.Unit, InParts, clean);

    /// <inheritdoc />
    public override torch.Tensor LogitsSwitched(int layer, IReadOnlyList<int> units, torch.Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var (place, layout) = (layers[layer].Step, layers[layer].Layout);
        return torch.cat([.. InParts(input).Select(part => ExactRun.Of(graph, part, (step, _, results) =>
        {
            if (!ReferenceEquals(step, graph.Steps[place]))
                return;
            // A truth value, or a number that stands for one.
            var switched = results[0].dtype == torch.ScalarType.Bool ? results[0].logical_not() : torch.ones_like(results[0]) - results[0];
            results[0] = torch.where(layout.IsUnit(results[0], part.shape[0], units), switched, results[0]);
        }))]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public override IReadOnlyList<bool[]> CanBeSwitched(torch.Tensor least, torch.Tensor most)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var bounds = ValueBounds.Of(graph, InParts(least).First(), InParts(most).First());
        return [.. layers.Select(layer => layer.Kind == GateKind.Condition && bounds[layer.Step] is { } known
            ? Array.ConvertAll(layer.Layout.Extreme(known.Low.ne(known.High), 1, largest: true).contiguous().data<float>().ToArray(), differs => differs > 0)
            : [.. Enumerable.Repeat(true, layer.Layout.Units)])];
    }

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
    private IEnumerable<torch.Tensor> InParts(torch.Tensor images)
    {
        var ready = input.InGraphLayout(images).to(device);
        return takesBatches ? [ready] : Enumerable.Range(0, (int)images.shape[0]).Select(i => ready.narrow(0, i, 1));
    }

    private static torch.Tensor Joined(torch.Tensor a, torch.Tensor b) => torch.cat([a, b]);
}
