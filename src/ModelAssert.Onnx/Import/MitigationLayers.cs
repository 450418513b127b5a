namespace ModelAssert.Onnx.Import;

/// <summary>
/// The layers that the mitigations work on, found from the graph alone: the last convolution, and the layer whose values the output layer reads (Wang et al. 2019,
/// section VI).
/// </summary>
/// <param name="LastConvolution">The last convolution before the output layer, or <see langword="null"/> where there is none.</param>
/// <param name="FirstDense">
/// The layer before the output layer that reads the values of the last convolution, place by place, and that nothing of them passes by; or <see langword="null"/> where there is none.
/// </param>
/// <param name="OutputLayer">The node that makes the logits of the second-to-last layer's values.</param>
internal sealed record MitigationLayers(Step? LastConvolution, Step? FirstDense, Step? OutputLayer)
{
    /// <summary>Finds them, walking back from the output.</summary>
    /// <param name="graph">A graph of one output.</param>
    public static MitigationLayers Find(CompiledGraph graph)
    {
        var needed = new HashSet<int> { graph.Outputs[0] };
        Step? output = null;
        Step? dense = null;
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
                return new MitigationLayers(step, dense is not null && AllPassesThrough(graph, step, dense) ? dense : null, output);
            else
                dense = step;
        }

        return new MitigationLayers(null, null, output);
    }

    /// <summary>The layers in words.</summary>
    /// <param name="graph">The graph that they were found in.</param>
    /// <param name="labels">How many labels there are.</param>
    public (string LastConvolution, string Penultimate) Describe(CompiledGraph graph, int labels) => (
        LastConvolution is { } convolution ? $"{convolution.Node}: {graph.ShapeOf(convolution.Inputs[1])[0]} channels{(FirstDense is { } dense ? $", read by {dense.Node}" : "")}" : "none",
        OutputLayer is { } output ? $"{InputsOf(output, graph.ShapeOf(output.Inputs[1]), labels)} values, read by {output.Node}" : "not found");

    /// <summary>How many values an output layer reads for an image. Gemm's weight is [inputs, labels] or the other way around.</summary>
    public static long InputsOf(Step output, long[] weight, int labels) =>
        output.Operator == "Conv" ? weight[1] : weight.Aggregate(1L, (product, size) => product * size) / labels;

    /// <summary>Whether what a step makes comes to the output by way of another step alone.</summary>
    private static bool AllPassesThrough(CompiledGraph graph, Step step, Step way)
    {
        var reached = step.Outputs.ToHashSet();
        var passes = false;
        foreach (var next in graph.Steps.Where(next => next != step && next.Inputs.Any(reached.Contains)))
        {
            if (next == way)
                passes = true;
            else
                reached.UnionWith(next.Outputs);
        }

        return passes && !reached.Contains(graph.Outputs[0]);
    }

    /// <summary>Whether a step makes something new of what it is given and a constant weight.</summary>
    private static bool IsLayer(CompiledGraph graph, Step step) =>
        step.Operator is "Conv" or "Gemm" or "MatMul" && step.Inputs is [>= 0, >= 0, ..] && !graph.DependsOnInput(step.Inputs[1]) && graph.DependsOnInput(step.Inputs[0]);
}
