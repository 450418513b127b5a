using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>Runs a graph as it is, seen step by step.</summary>
internal static class ExactRun
{
    /// <summary>Runs it.</summary>
    /// <param name="graph">The graph, from images to logits.</param>
    /// <param name="images">Images in the graph's layout.</param>
    /// <param name="watch">Given each step, its inputs and its results, which it may replace.</param>
    /// <returns>The logits <c>[N, labels]</c>, owned by the current dispose scope.</returns>
    public static torch.Tensor Of(CompiledGraph graph, torch.Tensor images, Action<Step, torch.Tensor?[], torch.Tensor[]> watch)
    {
        using var scope = torch.NewDisposeScope();
        var slots = new Dictionary<int, torch.Tensor> { [graph.Inputs[0]] = images };
        for (var i = 0; i < graph.Steps.Count; i++)
        {
            var step = graph.Steps[i];
            var inputs = Array.ConvertAll(step.Inputs, slot => slot < 0 ? null : slots.GetValueOrDefault(slot) ?? graph.ValueOf(slot));
            var results = graph.Run(step, inputs, images.shape[0]);
            watch(step, inputs, results);
            foreach (var (slot, result) in step.Outputs.Zip(results).Where(entry => entry.First >= 0))
                slots[slot] = result;
            foreach (var slot in graph.LastReadBy(i).Where(slots.ContainsKey))
                slots[slot].Dispose();
        }

        return slots[graph.Outputs[0]].cpu().to(torch.ScalarType.Float32).reshape(images.shape[0], -1).MoveToOuterDisposeScope();
    }
}
