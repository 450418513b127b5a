namespace ModelAssert.Onnx.Import;

/// <summary>
/// The layers that the mitigations work on, found from the graph alone: the last convolution, and the layer whose values the output layer reads (Wang et al. 2019,
/// section VI).
/// </summary>
/// <param name="LastConvolution">Its node and its channels, or <see langword="null"/> where there is none before the output layer.</param>
/// <param name="OutputLayer">The node that makes the logits of the second-to-last layer's values, and how many values it reads for an image.</param>
internal sealed record MitigationLayers((string Node, long Channels)? LastConvolution, (string Node, long Inputs)? OutputLayer)
{
    /// <summary>Finds them, walking back from the output.</summary>
    /// <param name="graph">A graph of one output.</param>
    /// <param name="labels">How many labels there are.</param>
    public static MitigationLayers Find(CompiledGraph graph, int labels)
    {
        var needed = new HashSet<int> { graph.Outputs[0] };
        Step? output = null;
        foreach (var step in graph.Steps.Reverse())
        {
            if (!step.Outputs.Any(needed.Contains))
                continue;
            needed.UnionWith(step.Inputs);
            if (WeightOf(graph, step) is not { } weight)
                continue;

            if (output is null)
                output = step;
            else if (step.Operator == "Conv")
                return new MitigationLayers((step.Node, weight[0]), OutputOf(graph, output, labels));
        }

        return new MitigationLayers(null, output is null ? null : OutputOf(graph, output, labels));
    }

    private static (string, long) OutputOf(CompiledGraph graph, Step step, int labels)
    {
        // Gemm's weight is [inputs, labels] or the other way around.
        var weight = WeightOf(graph, step)!;
        return (step.Node, step.Operator == "Conv" ? weight[1] : weight.Aggregate(1L, (product, size) => product * size) / labels);
    }

    /// <summary>The shape of the constant weight of a layer, or <see langword="null"/> if the step is no layer.</summary>
    private static long[]? WeightOf(CompiledGraph graph, Step step) =>
        step.Operator is "Conv" or "Gemm" or "MatMul" && step.Inputs is [>= 0, >= 0, ..] && !graph.DependsOnInput(step.Inputs[1]) && graph.DependsOnInput(step.Inputs[0])
            ? graph.ShapeOf(step.Inputs[1])
            : null;
}
