using ModelAssert.Engine.Classifiers;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>A graph with what one gate puts out replaced by what clean images have there; of a choice, with what is chosen from.</summary>
internal sealed class HeldGraph : HeldNetwork
{
    private readonly CompiledGraph graph;
    private readonly GateStep layer;
    private readonly int unit;
    private readonly Func<torch.Tensor, IEnumerable<torch.Tensor>> inParts;
    private readonly torch.Tensor[] held;

    /// <summary>Remembers what clean images have there.</summary>
    /// <param name="graph">From images to logits; stays the caller's.</param>
    /// <param name="layer">The layer of the gate.</param>
    /// <param name="unit">The gate's place in it.</param>
    /// <param name="inParts">Makes of images what the graph is run on: all of them, or one by one.</param>
    /// <param name="clean">The clean images.</param>
    public HeldGraph(CompiledGraph graph, GateStep layer, int unit, Func<torch.Tensor, IEnumerable<torch.Tensor>> inParts, torch.Tensor clean)
    {
        (this.graph, this.layer, this.unit, this.inParts) = (graph, layer, unit, inParts);
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        held = [.. inParts(clean).Select(part =>
        {
            torch.Tensor? kept = null;
            Run(part, (inputs, results) => kept = (layer.Alternative is { } chosen ? inputs[chosen]! : results[0]).clone().DetachFromDisposeScope());
            return kept!;
        })];
    }

    private Step Gated => graph.Steps[layer.Step];

    /// <inheritdoc />
    public override torch.Tensor Logits(torch.Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        return torch.cat([.. inParts(input).Select((part, place) => Run(part, (inputs, results) =>
        {
            var clean = held[place];
            if (layer.Alternative is { } chosen)
                clean = graph.Run(Gated, [.. inputs.Select((value, i) => i == chosen ? clean : value)], part.shape[0])[0];
            results[0] = torch.where(layer.Layout.IsUnit(results[0], part.shape[0], unit), clean, results[0]);
        }))]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        foreach (var value in held)
            value.Dispose();
    }

    private torch.Tensor Run(torch.Tensor images, Action<torch.Tensor?[], torch.Tensor[]> atGate) => ExactRun.Of(graph, images, (step, inputs, results) =>
    {
        if (ReferenceEquals(step, Gated))
            atGate(inputs, results);
    });
}
