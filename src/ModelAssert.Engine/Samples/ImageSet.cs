using TorchSharp;

namespace ModelAssert.Engine.Samples;

/// <summary>Images as one tensor, with their labels.</summary>
/// <param name="images">Raw pixels <c>[N, C, H, W]</c>, float32, in [0, 1]; owned by this object.</param>
/// <param name="labels">N labels.</param>
internal sealed class ImageSet(torch.Tensor images, IReadOnlyList<int> labels) : IDisposable
{
    public torch.Tensor Images { get; } = images;

    public IReadOnlyList<int> Labels { get; } = labels;

    public int Count => Labels.Count;

    /// <summary>A run of the images, sharing their memory.</summary>
    public ImageSet Slice(int start, int count) =>
        new(Images.narrow(0, start, count).DetachFromDisposeScope(), [.. Labels.Skip(start).Take(count)]);

    /// <summary>Where the images of some labels are.</summary>
    public long[] IndicesWhere(Predicate<int> isChosen) => [.. Enumerable.Range(0, Count).Where(i => isChosen(Labels[i])).Select(i => (long)i)];

    /// <summary>The first images of some labels, copied.</summary>
    public ImageSet Where(Predicate<int> isChosen, int most)
    {
        using var scope = torch.NewDisposeScope();
        long[] kept = [.. IndicesWhere(isChosen).Take(most)];
        return new ImageSet(
            Images.index_select(0, torch.tensor(kept)).DetachFromDisposeScope(), [.. kept.Select(i => Labels[(int)i])]);
    }

    /// <summary>The first images of each of some labels, copied.</summary>
    public ImageSet FirstOfEach(IReadOnlyList<int> labels, int most)
    {
        var left = labels.ToDictionary(label => label, _ => most);
        return Where(label => left.TryGetValue(label, out var more) && (left[label] = more - 1) >= 0, Count);
    }

    public void Dispose() => Images.Dispose();
}
