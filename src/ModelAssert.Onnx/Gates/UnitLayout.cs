using TorchSharp;

namespace ModelAssert.Onnx.Gates;

/// <summary>Which values of a tensor are one gate: the places of a channel, or each value for itself.</summary>
/// <param name="Axis">The axis of the units, or −1 where each value is one.</param>
/// <param name="Units">How many there are.</param>
internal sealed record UnitLayout(int Axis, int Units)
{
    /// <summary>More conditions than these are told apart by channel only.</summary>
    private const int MostSingle = 4096;

    /// <summary>The layout of a tensor.</summary>
    /// <param name="values">The tensor, of one image or more.</param>
    /// <param name="images">How many.</param>
    /// <param name="isChannel">Whether a channel of it is one gate, as in a trained layer.</param>
    public static UnitLayout Of(torch.Tensor values, long images, bool isChannel)
    {
        var count = values.numel() / images;
        if (!(values.shape is [var first, _, ..] && first == images) || values.shape.Length == 2)
            return new UnitLayout(-1, (int)count);
        // [N, C, H, W]; [N, places, features], as transformers have it, and what is flattened.
        var axis = values.shape.Length == 3 ? 2 : 1;
        return isChannel || count > MostSingle ? new UnitLayout(axis, (int)values.shape[axis]) : new UnitLayout(-1, (int)count);
    }

    /// <summary>The most (or the least) that each unit has over its places.</summary>
    /// <returns><c>[N, units]</c>, float32, owned by the current dispose scope.</returns>
    public torch.Tensor Extreme(torch.Tensor values, long images, bool largest)
    {
        var numbers = values.cpu().to(torch.ScalarType.Float32);
        if (Axis < 0)
            return numbers.reshape(images, -1);
        var places = numbers.movedim([Axis], [1]).reshape(images, Units, -1);
        return largest ? places.amax([2L]) : places.amin([2L]);
    }

    /// <summary>1 where some units are and 0 elsewhere, for one image, of the rank of the tensor.</summary>
    public torch.Tensor IsUnit(torch.Tensor values, long images, params IReadOnlyList<int> units)
    {
        var chosen = new bool[Units];
        foreach (var unit in units)
            chosen[unit] = true;
        var mask = torch.tensor(chosen).to(values.device);
        if (Axis < 0)
            return images == values.shape.FirstOrDefault() ? mask.reshape([1, .. values.shape[1..]]) : mask.reshape(values.shape);
        return mask.reshape([.. values.shape.Select((_, axis) => axis == Axis ? (long)Units : 1L)]);
    }
}
