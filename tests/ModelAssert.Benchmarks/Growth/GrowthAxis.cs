namespace ModelAssert.Benchmarks;

/// <summary>One thing that grows while all else stays as it is.</summary>
/// <param name="Name">What the files are called by.</param>
/// <param name="Title">What grows, in words.</param>
/// <param name="Values">The sizes, ascending.</param>
/// <param name="PointAt">The scan at a size.</param>
internal sealed record GrowthAxis(string Name, string Title, IReadOnlyList<int> Values, Func<int, GrowthPoint> PointAt)
{
    // Enough for the proof and the measurement of triggers; where samples do not grow they shall not cost much.
    private const int FewSamples = 100;

    // The rule needs three labels; a picture of 224x224 costs fifty of 32x32.
    private const int FewLabels = 4;

    /// <summary>The axes.</summary>
    /// <param name="maximumLabels">At most so many labels of a model are scanned.</param>
    public static IReadOnlyList<GrowthAxis> All(int maximumLabels) =>
    [
        new("labels", "labels", [10, 43, 100, 300, 1283], labels => new GrowthPoint(labels, 32, FewSamples, Math.Min(labels, maximumLabels))),
        new("side", "side of the images, pixels", [32, 64, 128, 224], side => new GrowthPoint(10, side, FewSamples, FewLabels)),
        new("samples", "clean samples", [100, 500, 1000, 2000, 5000], samples => new GrowthPoint(10, 32, samples, 10)),
    ];
}
