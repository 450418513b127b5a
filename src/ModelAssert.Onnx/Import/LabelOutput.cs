using ModelAssert.Onnx.Format;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// Which of a graph's outputs has one value per label. Shapes in a file may be missing or wrong: the outputs are computed and looked at.
/// </summary>
internal static class LabelOutput
{
    /// <summary>Finds the output of <c>[1, labels]</c>, or <c>[1, labels, 1, 1]</c>, for one image.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="graph">The graph with all its outputs.</param>
    /// <param name="image">One image as the graph takes it.</param>
    /// <param name="names">The names of the outputs.</param>
    /// <param name="wanted">The name of the output that is meant, or <see langword="null"/> for the only one that fits. Of logits and their softmax it is the first.</param>
    /// <returns>Its index among the outputs, and the number of labels, 2 or more.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0014</c>: there is none. <c>MODELASSERT0019</c>: there are several, and whoever uses the model decides which counts.</exception>
    public static (int Index, int Labels) Find(string path, CompiledGraph graph, torch.Tensor image, IReadOnlyList<string> names, string? wanted)
    {
        using var scope = torch.NewDisposeScope();
        var outputs = graph.Run(batch: 1, image);
        var found = Enumerable.Range(0, outputs.Length)
            .Where(i => (wanted is null || names[i] == wanted) && graph.DependsOnInput(graph.Outputs[i]) && outputs[i].is_floating_point() && Labels(outputs[i].shape) is not null)
            .ToArray();
        if (found.Length == 0)
        {
            var shapes = string.Join(", ", outputs.Select(o => $"{ShapeText.Of(o.shape)} in {o.dtype}"));
            throw OnnxErrors.NotAClassifier(path, wanted is null
                ? $"for one image it puts out {(shapes.Length > 0 ? shapes : "nothing")}"
                : $"it has no output '{wanted}' with one value per label, only {string.Join(", ", names)}");
        }

        var origins = found.Select(i => OriginOf(graph, graph.Outputs[i])).Distinct();
        return origins.Count() == 1 ? (found[0], Labels(outputs[found[0]].shape)!.Value) : throw OnnxErrors.OutputIsOpen(path, [.. found.Select(i => names[i])]);
    }

    /// <summary>The value that an output is the softmax or another name of.</summary>
    private static int OriginOf(CompiledGraph graph, int slot)
    {
        while (graph.Steps.FirstOrDefault(step => step.Outputs.Contains(slot)) is { Operator: "Softmax" or "LogSoftmax" or "Identity" } step)
            slot = step.Inputs[0];
        return slot;
    }

    private static int? Labels(long[] shape) =>
        shape is [1, >= 2 and <= int.MaxValue, ..] && shape.Skip(2).All(size => size == 1) ? (int)shape[1] : null;
}
