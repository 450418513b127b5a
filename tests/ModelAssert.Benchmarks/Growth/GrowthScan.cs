using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;

namespace ModelAssert.Benchmarks;

/// <summary>Scans a network of a given size on noise.</summary>
internal static class GrowthScan
{
    /// <summary>Runs one scan, profile fast.</summary>
    /// <returns>What it cost, model and samples ready.</returns>
    public static Effort Run(GrowthPoint point)
    {
        var shape = new ImageShape(3, point.Side, point.Side);
        using var network = GrowthNetwork.Create(point.Labels, point.Side);
        using var classifier = new ModuleClassifier(network, shape);
        var samples = Noise(shape, point);
        var options = new ScanOptions
        {
            Labels = point.LabelsScanned == point.Labels ? null : [.. Enumerable.Range(0, point.LabelsScanned)],
            MinimumAccuracy = 0,
            MaximumSamples = point.Samples,
            Description = new ModelDescription { InputRange = PixelRange.Unit },
        };
        return Effort.Of(() => new BackdoorScanner(classifier).Scan(samples, "noise", options)).Effort;
    }

    private static CleanSamples Noise(ImageShape shape, GrowthPoint point)
    {
        var random = new Random(0);
        var pixels = new float[point.Samples * shape.Volume];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = random.NextSingle();
        return new CleanSamples(shape, pixels, [.. Enumerable.Range(0, point.Samples).Select(_ => random.Next(point.Labels))], PixelRange.Unit);
    }
}
