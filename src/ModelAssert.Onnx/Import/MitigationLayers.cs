namespace ModelAssert.Onnx.Import;

/// <summary>
/// The layers that the mitigations work on, found from the graph alone: the last convolution, and the layer whose values the output layer reads (Wang et al. 2019,
/// section VI).
/// </summary>
/// <param name="LastConvolution">The last convolution before the output layer, or <see langword="null"/> where there is none.</param>
/// <param name="OutputLayer">The node that makes the logits of the second-to-last layer's values.</param>
internal sealed record MitigationLayers(Step? LastConvolution, Step? OutputLayer)
{
    /// <summary>Finds them, walking back from the output.</summary>
    /// <param name="graph">A graph of one output.</param>
    public static MitigationLayers Find(CompiledGraph graph)
    {
        var needed = new HashSet<int> { graph.Outputs[0] };
        Step? output = null;
        foreach (var step in graph.Steps.Reverse())
        {
            if (!step.Outputs.Any(needed.Contains))
                continue;
            needed.UnionWith(step.Inputs);
            if (!IsLayer(graph, step))
                continue;

            if (output is null)
                output = step;
            else if (step.Operator == "Conv")
                return new MitigationLayers(step, output);
        }

        return new MitigationLayers(null, output);
    }

    /// <summary>The layers in words.</summary>
    /// <param name="graph">The graph that they were found in.</param>
    /// <param name="labels">How many labels there are.</param>
    public (string LastConvolution, string SecondToLast) Describe(CompiledGraph graph, int labels) => (
        LastConvolution is { } convolution ? $"{convolution.Node}: {graph.ShapeOf(convolution.Inputs[1])[0]} channels" : "none",
        OutputLayer is { } output ? $"{InputsOf(output, graph.ShapeOf(output.Inputs[1]), labels)} values, read by {output.Node}" : "not found");

    /// <summary>How many values an output layer reads for an image. Gemm's weight is [inputs, labels] or the other way around.</summary>
    public static long InputsOf(Step output, long[] weight, int labels) =>
        output.Operator == "Conv" ? weight[1] : weight.Aggregate(1L, (product, size) => product * size) / labels;

    /// <summary>Whether a step makes something new of what it is given and a constant weight.</summary>
    private static bool IsLayer(CompiledGraph graph, Step step) =>
        step.Operator is "Conv" or "Gemm" or "MatMul" && step.Inputs is [>= 0, >= 0, ..] && !graph.DependsOnInput(step.Inputs[1]) && graph.DependsOnInput(step.Inputs[0]);
}
