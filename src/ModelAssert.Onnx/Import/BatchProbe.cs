using System.Runtime.InteropServices;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// Whether a graph treats the images of a batch each for itself. A model that was exported for one image may have that 1 written down where the
/// import cannot tell it from another; such a model is run image by image.
/// </summary>
internal static class BatchProbe
{
    /// <summary>Rounding differs between batch sizes, and by much less.</summary>
    private const double RelativeTolerance = 1e-4;

    /// <summary>Compares a batch with its images one by one.</summary>
    /// <param name="graph">A graph of one output, <c>[N, labels, …]</c>.</param>
    /// <param name="images">Different images as the graph takes them, 2 or more.</param>
    public static bool TakesBatches(CompiledGraph graph, torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        var single = OneByOne(graph, images);
        try
        {
            var together = graph.Run(images.shape[0], images)[0];
            return together.shape.SequenceEqual(single.shape)
                && (together - single).abs().max().item<float>() <= RelativeTolerance * Math.Max(1, single.abs().max().item<float>());
        }
        catch (ModelAssertException)
        {
            return false;
        }
    }

    /// <summary>How a graph may answer an image in more than one way, with whatever images: said as the end of a sentence; <see langword="null"/> where it is proven that it cannot.</summary>
    /// <param name="graph">A graph of one output, <c>[N, labels, …]</c>.</param>
    /// <param name="images">Different images as the graph takes them, 3 or more.</param>
    public static string? FindDependence(CompiledGraph graph, torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        try
        {
            graph.Run(images.shape[0], images);
        }
        catch (ModelAssertException)
        {
            // It takes no more images than one.
            return null;
        }

        const string NoProof = "an output depends on the other images that are given at once, or no proof was found that it does not";
        try
        {
            return new BatchExtents(graph).FindUse(images) is { } node ? $"{node} computes with the number of images that are given at once"
                : new ImageSeparation(graph).IsKept(images) ? null
                : NoProof;
        }
        catch (Exception e) when (e is ModelAssertException or ExternalException or ArgumentException)
        {
            // What it makes of marked values cannot be followed, or it does not run on one image fewer.
            return NoProof;
        }
    }

    /// <summary>
    /// Whether values are quantised by the range that they have in the whole batch. The scale of a step tells of the largest value beside an image, and what is made of it need be no rounding: such a model is
    /// scanned image by image, as it is mostly used.
    /// </summary>
    public static bool QuantizesTogether(CompiledGraph graph) => graph.Steps.Any(step => step.Operator == "DynamicQuantizeLinear" && step.Inputs.Any(graph.DependsOnInput));

    /// <summary>Runs a graph image by image.</summary>
    /// <returns>The outputs as one batch. The current dispose scope owns it.</returns>
    public static torch.Tensor OneByOne(CompiledGraph graph, torch.Tensor images) =>
        torch.cat([.. Enumerable.Range(0, (int)images.shape[0]).Select(i => graph.Run(batch: 1, images.narrow(0, i, 1))[0])], 0);
}
