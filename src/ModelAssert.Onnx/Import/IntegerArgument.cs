using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// Integers that steer an operator: axes, sizes, pads. Nearly always they are known at load and read once; where the graph computes them from the
/// shape of its input, they are read in each run.
/// </summary>
internal sealed class IntegerArgument
{
    private readonly long[]? known;
    private readonly int input = -1;

    /// <summary>Integers known at load.</summary>
    public IntegerArgument(long[] values) => known = values;

    /// <summary>Integers that an input brings.</summary>
    public IntegerArgument(int input) => this.input = input;

    /// <summary>The integers of a tensor of any integer kind, flattened.</summary>
    public static long[] Read(torch.Tensor tensor)
    {
        if (!tensor.is_integral())
            throw new InvalidOperationException($"integers are expected where it is given {tensor.dtype}");

        using var longs = tensor.to(torch.ScalarType.Int64).cpu().contiguous();
        return longs.data<long>().ToArray();
    }

    /// <summary>The integers of this run, or null if the input is left out.</summary>
    public long[]? Optional(Arguments x) => known ?? (x.Optional(input) is { } tensor ? Read(tensor) : null);

    /// <summary>The integers of this run.</summary>
    public long[] Of(Arguments x) => known ?? Read(x[input]);
}
