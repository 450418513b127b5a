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

    /// <summary>Where the images are that do not have a label; of all images if there is none.</summary>
    public long[] IndicesWithout(int? label) => [.. Enumerable.Range(0, Count).Where(i => Labels[i] != label).Select(i => (long)i)];

    /// <summary>The first images that do not have a label, copied.</summary>
    public ImageSet Without(int label, int most)
    {
        using var scope = torch.NewDisposeScope();
        long[] kept = [.. IndicesWithout(label).Take(most)];
        return new ImageSet(
            Images.index_select(0, torch.tensor(kept)).DetachFromDisposeScope(), [.. kept.Select(i => Labels[(int)i])]);
    }

    public void Dispose() => Images.Dispose();
}
