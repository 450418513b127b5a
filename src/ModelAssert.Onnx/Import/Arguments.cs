using ModelAssert.Onnx.Format;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>What one node is given in one run of the graph.</summary>
/// <param name="inputs">The values of its inputs, in order; null for those left out.</param>
/// <param name="batch">How many images this run is for.</param>
internal readonly struct Arguments(torch.Tensor?[] inputs, long batch)
{
    /// <summary>
    /// The values that one node may put out for one image: half a gigabyte in float32, several times what the largest image classifiers do. A graph
    /// of a few bytes can ask for any amount.
    /// </summary>
    private const long LargestPerImage = 1L << 27;

    /// <summary>How many images this run is for.</summary>
    public long Batch { get; } = batch;

    /// <summary>How many inputs the node lists.</summary>
    public int Count => inputs.Length;

    /// <summary>All inputs of an operator that takes any number of them.</summary>
    public torch.Tensor[] All => [.. inputs.Select((input, i) => input ?? throw Missing(i))];

    /// <summary>An input that the operator cannot do without.</summary>
    public torch.Tensor this[int index] => Optional(index) ?? throw Missing(index);

    /// <summary>An input that may be left out.</summary>
    public torch.Tensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>Refuses a result that would be larger than any classifier's, before memory is asked for.</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <returns>The shape.</returns>
    public long[] Affordable(params long[] shape)
    {
        var values = shape.Aggregate(1.0, (product, size) => product * size);
        if (values > LargestPerImage * (double)Batch)
            throw new InvalidOperationException($"its result {ShapeText.Of(shape)} is too large for {Batch} images");
        return shape;
    }

    private static InvalidOperationException Missing(int index) => new($"input {index} is missing");
}
