using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Engine.DormantPaths;

/// <summary>Which gates no clean image switches: what tests never reach of a program. Their output is the same for all images, though what drives them is not.</summary>
internal sealed class GateCoverage
{
    private const int MostAtOnce = 128;
    private const long MostValues = 16 * 3 * 224 * 224;

    /// <summary>Less, as a share of the largest value of the layer, is no other output: rounding, or the tail of a saturated sigmoid.</summary>
    private const double SmallestShare = 1e-4;

    private readonly LayerRange[] ranges;

    private GateCoverage(LayerRange[] ranges) => this.ranges = ranges;

    /// <summary>Looks at all images.</summary>
    /// <param name="gates">The network.</param>
    /// <param name="classifier">Its preprocessing.</param>
    /// <param name="images">Clean images, raw pixels <c>[N, C, H, W]</c>, in [0, 1].</param>
    /// <param name="unlike">Images unlike them: what these drive can be driven, though no clean image does. The corners of many data sets are black.</param>
    /// <param name="cancellation">Stops it.</param>
    public static GateCoverage Of(GatedNetwork gates, RawImageClassifier classifier, torch.Tensor images, torch.Tensor unlike, CancellationToken cancellation)
    {
        using var withoutGradients = torch.no_grad();
        LayerRange[] ranges = [.. gates.Layers.Select(layer => new LayerRange(layer.Units))];
        var batch = Math.Clamp(MostValues / (images.numel() / images.shape[0]), 1, MostAtOnce);
        for (var start = 0L; start < images.shape[0]; start += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            foreach (var (range, values) in ranges.Zip(gates.Watch(classifier.Preprocess(images.narrow(0, start, Math.Min(batch, images.shape[0] - start))))))
                range.Add(values, (int)start);
        }

        using var last = torch.NewDisposeScope();
        foreach (var (range, values) in ranges.Zip(gates.Watch(classifier.Preprocess(unlike))))
            range.AddUnlike(values);
        return new GateCoverage(ranges);
    }

    /// <summary>The gates of a layer that no image switches, each in every direction that it may be woken in; those first that an image comes nearest to.</summary>
    public IReadOnlyList<Gate> DormantIn(int layer)
    {
        var range = ranges[layer];
        var smallest = SmallestShare * range.Scale;
        // Where what drives a gate does not vary either, something before it is dormant.
        return [.. Enumerable.Range(0, range.Low.Length).Where(unit => range.High[unit] - range.Low[unit] <= smallest && range.Drives[unit])
            .SelectMany(unit => Directions(range, unit).Select(rises => new Gate(layer, unit, rises)))];
    }

    /// <summary>The clean image that comes nearest to waking a gate.</summary>
    public int NearestTo(Gate gate) => gate.Rises ? ranges[gate.Layer].HighestAt[gate.Unit] : ranges[gate.Layer].LowestAt[gate.Unit];

    /// <summary>Whether a gate puts out what it does for no clean image.</summary>
    public bool IsAwake(Gate gate, GateOutput output)
    {
        var range = ranges[gate.Layer];
        var smallest = Math.Max(SmallestShare * range.Scale, float.Epsilon);
        return gate.Rises ? output.High > range.High[gate.Unit] + smallest : output.Low < range.Low[gate.Unit] - smallest;
    }

    /// <summary>A condition can only become what it is not. Anything else may have been cut off at either end.</summary>
    private static IEnumerable<bool> Directions(LayerRange range, int unit) => (range.Low[unit], range.IsBinary) switch
    {
        ( <= 0, true) => [true],
        ( >= 1, true) => [false],
        _ => range.Low[unit] == 0 ? [true] : [true, false],
    };

    /// <summary>What a layer does over all images.</summary>
    private sealed class LayerRange(int units)
    {
        public float[] Low { get; } = Filled(units, float.PositiveInfinity);

        public float[] High { get; } = Filled(units, float.NegativeInfinity);

        public float[] DriveLow { get; } = Filled(units, float.PositiveInfinity);

        public float[] DriveHigh { get; } = Filled(units, float.NegativeInfinity);

        /// <summary>Whether what drives a unit is not the same for all images.</summary>
        public bool[] Drives { get; } = new bool[units];

        public int[] LowestAt { get; } = new int[units];

        public int[] HighestAt { get; } = new int[units];

        public double Scale => Math.Max(Math.Abs(Low.Where(float.IsFinite).DefaultIfEmpty().Min()), Math.Abs(High.Where(float.IsFinite).DefaultIfEmpty().Max()));

        /// <summary>Whether it puts out nothing but 0 and 1.</summary>
        public bool IsBinary => Low.All(value => value is 0 or 1) && High.All(value => value is 0 or 1);

        public void Add(LayerValues values, int firstImage)
        {
            Extend(Low, values.Low.amin([0L]), values.Low.argmin(0), isLower: true, null, firstImage);
            Extend(High, values.High.amax([0L]), values.High.argmax(0), isLower: false, null, firstImage);
            Extend(DriveLow, values.DriveLow.amin([0L]), values.DriveLow.argmin(0), isLower: true, LowestAt, firstImage);
            Extend(DriveHigh, values.DriveHigh.amax([0L]), values.DriveHigh.argmax(0), isLower: false, HighestAt, firstImage);
        }

        public void AddUnlike(LayerValues values)
        {
            var (low, high) = (values.DriveLow.amin([0L]).contiguous().data<float>().ToArray(), values.DriveHigh.amax([0L]).contiguous().data<float>().ToArray());
            for (var unit = 0; unit < Drives.Length; unit++)
                Drives[unit] = Math.Max(high[unit], DriveHigh[unit]) > Math.Min(low[unit], DriveLow[unit]);
        }

        private static void Extend(float[] all, torch.Tensor extremes, torch.Tensor places, bool isLower, int[]? at, int firstImage)
        {
            var (some, where) = (extremes.contiguous().data<float>().ToArray(), places.contiguous().data<long>().ToArray());
            for (var unit = 0; unit < all.Length; unit++)
            {
                if (isLower ? !(some[unit] < all[unit]) : !(some[unit] > all[unit]))
                    continue;
                all[unit] = some[unit];
                if (at is not null)
                    at[unit] = firstImage + (int)where[unit];
            }
        }

        private static float[] Filled(int count, float value)
        {
            var values = new float[count];
            Array.Fill(values, value);
            return values;
        }
    }
}
