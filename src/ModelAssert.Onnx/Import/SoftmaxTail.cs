using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// Undoes a softmax at the end of a graph. Probabilities saturate: a confident model's have no gradients left, where its logits still do.
/// </summary>
internal static class SoftmaxTail
{
    private const double Tolerance = 1e-4;

    /// <summary>What may follow the softmax: operators that pass its values on in another shape.</summary>
    private static readonly HashSet<string> PassOn =
        ["Identity", "Dropout", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose"];

    /// <summary>The graph without its final softmax, or the graph itself if it has none over the labels.</summary>
    /// <param name="graph">A graph of one output.</param>
    /// <param name="image">One image as the graph takes it.</param>
    public static CompiledGraph Remove(CompiledGraph graph, torch.Tensor image)
    {
        if (Find(graph) is not { } softmax)
            return graph;

        // Whether it is over the labels, and not some other axis, shows in the numbers: the logits' softmax is what the graph puts out.
        using var scope = torch.NewDisposeScope();
        var logits = graph.WithIdentityAt(softmax);
        var (raw, outputs) = (logits.Run(batch: 1, image)[0], graph.Run(batch: 1, image)[0]);
        var expected = softmax.Operator == "Softmax" ? raw.softmax(1) : torch.nn.functional.log_softmax(raw, 1);
        return expected.allclose(outputs, rtol: Tolerance, atol: Tolerance) ? logits : graph;
    }

    private static Step? Find(CompiledGraph graph)
    {
        var slot = graph.Outputs[0];
        foreach (var step in graph.Steps.Reverse())
        {
            if (!step.Outputs.Contains(slot))
                continue;
            if (step.Operator is "Softmax" or "LogSoftmax")
                return step;
            if (!PassOn.Contains(step.Operator))
                return null;
            slot = step.Inputs[0];
        }

        return null;
    }
}
