using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>The mitigations' layers of a graph whose weights are free, with the weights that a neuron's removal changes, and a tap on its values.</summary>
/// <param name="graph">The graph from images to logits.</param>
/// <param name="run">Runs a part of the graph on images.</param>
internal sealed class PrunableLayers(CompiledGraph graph, Func<CompiledGraph, torch.Tensor, torch.Tensor> run)
{
    /// <summary>Non-linearities that work on each value alone: the activation of a convolution is what they make of it.</summary>
    private static readonly HashSet<string> NonLinearities =
    [
        "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Gelu", "Clip", "Celu", "Mish", "Softsign", "ThresholdedRelu",
        "Shrink", "Swish",
    ];

    /// <summary>Finds them, the last convolution first: in the paper it costs least (Wang et al. 2019, section VI-B).</summary>
    /// <returns>Those whose weights can be changed without changing other layers.</returns>
    public IReadOnlyList<PrunableLayer> Find()
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var layers = MitigationLayers.Find(graph);
        var convolution = ReadBy(layers.FirstDense, PrunableLayerKind.LastConvolution) ?? Convolution(layers.LastConvolution, PrunableLayerKind.LastConvolution);
        return [.. ((PrunableLayer?[])[convolution, ReadBy(layers.OutputLayer, PrunableLayerKind.Penultimate)]).OfType<PrunableLayer>()];
    }

    /// <summary>Finds every convolution whose weights can be changed without changing other layers, in the order of the graph.</summary>
    public IReadOnlyList<PrunableLayer> FindConvolutions()
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var last = MitigationLayers.Find(graph).LastConvolution;
        return
        [
            .. graph.Steps.Where(step => step.Operator == "Conv" && graph.DependsOnInput(step.Inputs[0]))
                .Select(step => Convolution(step, step == last ? PrunableLayerKind.LastConvolution : PrunableLayerKind.Convolution)).OfType<PrunableLayer>(),
        ];
    }

    private PrunableLayer? Convolution(Step? convolution, PrunableLayerKind kind)
    {
        if (convolution is null || OwnWeight(convolution, 1, axis: 0) is not { } kernel)
            return null;

        var parts = new List<NeuronPart> { kernel };
        var norms = new List<Step>();
        if (OwnWeight(convolution, 2, axis: 0) is { } bias)
            parts.Add(bias);
        var channels = (int)kernel.Weight.shape[0];
        var end = convolution;
        while (OnlyReaderOf(end.Outputs[0]) is { } next && next.Inputs[0] == end.Outputs[0])
        {
            if (next.Operator == "BatchNormalization")
            {
                parts.AddRange(((NeuronPart?[])[OwnWeight(next, 1, axis: 0), OwnWeight(next, 2, axis: 0)]).OfType<NeuronPart>());
                norms.Add(next);
            }
            else if (next.Operator != "Add" || graph.DependsOnInput(next.Inputs[1]))
                break;
            end = next;
        }

        if (OnlyReaderOf(end.Outputs[0]) is { } activation && NonLinearities.Contains(activation.Operator) && activation.Inputs[0] == end.Outputs[0])
            end = activation;
        return new PrunableLayer(kind, convolution.Node, channels, TapAt(end.Outputs[0], channelAxis: 1), parts) { AppliedKernel = () => Applied(kernel.Weight, norms) };
    }

    /// <summary>A kernel with what batch norms multiply its channels by: asked of each, with 0 for what it adds and subtracts.</summary>
    private torch.Tensor Applied(torch.Tensor kernel, List<Step> norms)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var (applied, nothing) = (kernel.to(torch.ScalarType.Float32), torch.zeros(kernel.shape[0]));
        foreach (var norm in norms)
        {
            if (Ask(norm, torch.ones(1, kernel.shape[0]), graph.ValueOf(norm.Inputs[1]), nothing, nothing, graph.ValueOf(norm.Inputs[4])) is { } factor)
                applied = applied * factor.reshape([-1, .. kernel.shape[1..].Select(_ => 1L)]);
        }

        return applied.MoveToOuterDisposeScope();
    }

    /// <summary>The values that a layer reads, which are taken out of what it makes of them.</summary>
    private PrunableLayer? ReadBy(Step? reader, PrunableLayerKind kind)
    {
        if (reader is null || graph.ShapeOf(reader.Inputs[1]) is not { Length: 2 or 4 } shape || (reader.Operator == "Conv") != (shape.Length == 4))
            return null;
        if (InputsOf(reader, shape) is not var (neurons, axis) || OwnWeight(reader, 1, axis) is not { } columns)
            return null;
        return new PrunableLayer(kind, $"read by {reader.Node}", neurons, TapAt(reader.Inputs[0], reader.Operator == "Conv" ? 1 : -1), [columns]);
    }

    /// <summary>How many values a layer reads, and the axis of its weight along which they lie; null if it is no such layer.</summary>
    private static (int Neurons, int Axis)? InputsOf(Step reader, long[] shape)
    {
        if (reader.Operator == "Conv")
            return ((int)shape[1], 1);

        // Whether a Gemm transposes its weight is known to the step alone. It shows in a weight whose only 1 ends its first row: it goes from the first input to the last
        // output, or from the last input to the first output.
        var probe = torch.zeros(shape);
        probe[0, shape[1] - 1] = 1f;
        foreach (var inputs in shape.Distinct())
        {
            if (Ask(reader, torch.ones(1, inputs), probe) is { } answer)
                return ((int)inputs, answer.argmax(-1).item<long>() == 0 ? 1 : 0);
        }

        return null;
    }

    private static torch.Tensor? Ask(Step step, params torch.Tensor[] values)
    {
        try
        {
            return step.Compute(new Arguments(values, batch: 1))[0];
        }
        catch (Exception e) when (e is InvalidOperationException or System.Runtime.InteropServices.ExternalException)
        {
            return null;
        }
    }

    /// <summary>The weight of a step, if it may change and nothing else reads it. It may lie behind a transposition.</summary>
    /// <param name="step">The step.</param>
    /// <param name="input">Which of its inputs.</param>
    /// <param name="axis">The axis of the neurons, as the step reads it.</param>
    /// <returns>The weight as the file has it, with the axis of the neurons there.</returns>
    private NeuronPart? OwnWeight(Step step, int input, int axis)
    {
        if (input >= step.Inputs.Length || step.Inputs[input] < 0)
            return null;

        var slot = step.Inputs[input];
        while (OnlyReaderOf(slot) is not null)
        {
            if (graph.FindLearnt(slot) is { } weight)
                return new NeuronPart(weight, axis);
            if (graph.Steps.FirstOrDefault(maker => maker.Outputs.Contains(slot)) is not { Inputs: [>= 0, ..] } maker)
                return null;
            if (maker.Operator == "Transpose" && graph.ShapeOf(slot).Length == 2)
                axis = Swaps(maker) ? 1 - axis : axis;
            else if (maker.Operator is not ("Identity" or "Cast"))
                return null;
            slot = maker.Inputs[0];
        }

        return null;
    }

    private static bool Swaps(Step transposition) => Ask(transposition, torch.zeros(2, 3))!.shape[0] == 3;

    private Step? OnlyReaderOf(int slot) => graph.Outputs.Contains(slot) ? null : graph.Steps.Where(step => step.Inputs.Contains(slot)).Take(2).ToArray() is [var only] ? only : null;

    private Func<torch.Tensor, torch.Tensor> TapAt(int slot, int channelAxis)
    {
        var part = graph.UpTo(slot);
        return images =>
        {
            using var scope = torch.NewDisposeScope();
            using var withoutGradients = torch.no_grad();
            var values = run(part, images);
            var kept = channelAxis < 0 ? values.shape.Length + channelAxis : channelAxis;
            long[] others = [.. Enumerable.Range(0, values.shape.Length).Where(axis => axis != kept).Select(axis => (long)axis)];
            return values.mean(others).MoveToOuterDisposeScope();
        };
    }
}
