using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.DormantPaths;

/// <summary>
/// Which gates clean images hardly ever switch: what tests do not reach of a program. Nearly all images have the same output there, though what drives it is not the same. A few may differ: a trigger that
/// is a white corner is in some photographs, too.
/// </summary>
internal sealed class GateCoverage
{
    /// <summary>As many images switch a gate at most that counts as asleep: what it does to them is no more than errors of a classifier are.</summary>
    public const double LargestShareAwake = 0.05;

    private const int MostAtOnce = 128;
    private const long MostValues = 16 * 3 * 224 * 224;

    /// <summary>What is kept of all images at once, half a gigabyte. Of a network with very many units fewer images are looked at.</summary>
    private const long MostKept = 1L << 25;

    private readonly LayerCoverage[] layers;

    private GateCoverage(LayerCoverage[] layers) => this.layers = layers;

    /// <summary>Looks at all images.</summary>
    /// <param name="gates">The network.</param>
    /// <param name="classifier">Its preprocessing.</param>
    /// <param name="images">Clean images, raw pixels <c>[N, C, H, W]</c>, in [0, 1].</param>
    /// <param name="unlike">Images unlike them: what these drive can be driven, though no clean image does. The corners of many data sets are black.</param>
    /// <param name="cancellation">Stops it.</param>
    public static GateCoverage Of(GatedNetwork gates, RawImageClassifier classifier, torch.Tensor images, torch.Tensor unlike, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var batch = Math.Clamp(MostValues / (images.numel() / images.shape[0]), 1, MostAtOnce);
        var count = Math.Min(images.shape[0], Math.Max(MostAtOnce, MostKept / Math.Max(1, gates.Layers.Sum(layer => layer.Units))));
        var parts = new List<IReadOnlyList<LayerValues>>();
        for (var start = 0L; start < count; start += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            parts.Add(gates.Watch(classifier.Preprocess(images.narrow(0, start, Math.Min(batch, count - start)))));
        }

        var others = gates.Watch(classifier.Preprocess(unlike));
        return new GateCoverage([.. gates.Layers.Select((_, layer) => LayerCoverage.Of([.. parts.Select(part => part[layer])], others[layer], gates.Layers[layer].Kind == GateKind.Signal))]);
    }

    /// <summary>The gates of a layer that no image switches, each in every direction that it may be woken in.</summary>
    public IReadOnlyList<Gate> DormantIn(int layer) => GatesIn(layer, share => share == 0);

    /// <summary>The gates of a layer that a few images switch.</summary>
    public IReadOnlyList<Gate> RarelyAwakeIn(int layer) => GatesIn(layer, share => share is > 0 and <= LargestShareAwake);

    /// <summary>The units of a layer that no image switches, also those whose drive no image moves.</summary>
    public IReadOnlyList<int> NeverSwitchedIn(int layer)
    {
        var coverage = layers[layer];
        return [.. Enumerable.Range(0, coverage.UsualHigh.Length)
            .Where(unit => coverage.ShareBelow[unit] == 0 && coverage.ShareAbove[unit] == 0 && coverage.UsualHigh[unit] - coverage.UsualLow[unit] <= coverage.Smallest[unit])];
    }

    /// <summary>The clean image that wakes a gate, or comes nearest to it.</summary>
    public int NearestTo(Gate gate) => gate.Rises ? layers[gate.Layer].HighestAt[gate.Unit] : layers[gate.Layer].LowestAt[gate.Unit];

    /// <summary>The share of the clean images that wake a gate.</summary>
    public double ShareAwake(Gate gate) => gate.Rises ? layers[gate.Layer].ShareAbove[gate.Unit] : layers[gate.Layer].ShareBelow[gate.Unit];

    /// <summary>Whether a gate puts out what it does for hardly any clean image.</summary>
    public bool IsAwake(Gate gate, GateOutput output)
    {
        var layer = layers[gate.Layer];
        return gate.Rises ? output.High > layer.UsualHigh[gate.Unit] + layer.Smallest[gate.Unit] : output.Low < layer.UsualLow[gate.Unit] - layer.Smallest[gate.Unit];
    }

    private Gate[] GatesIn(int layer, Func<double, bool> isAwakeFor)
    {
        var coverage = layers[layer];
        return [.. Enumerable.Range(0, coverage.UsualHigh.Length).Where(coverage.CanBeDriven)
            .SelectMany(unit => coverage.DirectionsOf(unit).Select(rises => new Gate(layer, unit, rises)))
            .Where(gate => isAwakeFor(ShareAwake(gate)))];
    }
}

/// <summary>What a layer of gates does over all clean images, unit by unit.</summary>
/// <param name="UsualLow">The median of the least that a unit puts out.</param>
/// <param name="UsualHigh">The median of the most.</param>
/// <param name="ShareBelow">The share of images on which it puts out less than usual.</param>
/// <param name="ShareAbove">The share on which it puts out more.</param>
/// <param name="LowestAt">The image that drives it least.</param>
/// <param name="HighestAt">The image that drives it most.</param>
/// <param name="IsDriven">Whether what drives it is not the same for all images, clean or not: else something before it is asleep.</param>
/// <param name="Smallest">The smallest difference that is one, for each unit.</param>
/// <param name="IsBinary">Whether the layer puts out nothing but 0 and 1.</param>
internal sealed record LayerCoverage(
    float[] UsualLow, float[] UsualHigh, float[] ShareBelow, float[] ShareAbove, int[] LowestAt, int[] HighestAt, bool[] IsDriven, float[] Smallest, bool IsBinary)
{
    /// <summary>Less, as a share of the largest value of the layer, is rounding, or the tail of a saturated sigmoid.</summary>
    private const double SmallestShare = 1e-4;

    /// <summary>A signal has left what clean images do with it once it is this many times as far from the usual as nine of ten of them are from each other.</summary>
    private const double SignalFactor = 30;

    public static LayerCoverage Of(LayerValues[] parts, LayerValues unlike, bool isSignal)
    {
        using var scope = torch.NewDisposeScope();
        var (low, high) = (torch.cat([.. parts.Select(part => part.Low)]), torch.cat([.. parts.Select(part => part.High)]));
        var (driveLow, driveHigh) = (torch.cat([.. parts.Select(part => part.DriveLow)]), torch.cat([.. parts.Select(part => part.DriveHigh)]));
        var smallest = isSignal
            ? (Quantile(high, 1 - GateCoverage.LargestShareAwake) - Quantile(low, GateCoverage.LargestShareAwake)).Times(SignalFactor)
            : torch.maximum(low.abs().max(), high.abs().max()).Times(SmallestShare).expand(low.shape[1]);
        var (usualLow, usualHigh) = (Quantile(low, 0.5), Quantile(high, 0.5));
        var drives = torch.maximum(driveHigh.amax([0L]), unlike.DriveHigh.amax([0L])).gt(torch.minimum(driveLow.amin([0L]), unlike.DriveLow.amin([0L])));
        return new LayerCoverage(
            Floats(usualLow), Floats(usualHigh), Floats(low.lt(usualLow - smallest).to(torch.ScalarType.Float32).mean([0L])), Floats(high.gt(usualHigh.Plus(smallest)).to(torch.ScalarType.Float32).mean([0L])),
            Places(driveLow.argmin(0)), Places(driveHigh.argmax(0)), drives.data<bool>().ToArray(), Floats(smallest),
            IsBinaryIn(low) && IsBinaryIn(high));
    }

    /// <summary>Whether nearly all images have the same output at a unit that can be driven.</summary>
    public bool CanBeDriven(int unit) => IsDriven[unit] && ShareBelow[unit] + ShareAbove[unit] <= GateCoverage.LargestShareAwake && UsualHigh[unit] - UsualLow[unit] <= Smallest[unit];

    /// <summary>A condition can only become what it is not. Anything else may have been cut off at either end.</summary>
    public IEnumerable<bool> DirectionsOf(int unit) => (UsualLow[unit], IsBinary) switch
    {
        ( <= 0, true) => [true],
        ( >= 1, true) => [false],
        _ => UsualLow[unit] == 0 ? [true] : [true, false],
    };

    private static bool IsBinaryIn(torch.Tensor values) => values.eq(LastingScalar.Of(0)).logical_or(values.eq(LastingScalar.Of(1))).all().item<bool>();

    private static torch.Tensor Quantile(torch.Tensor values, double share) => values.sort(0).Values.select(0, (long)(share * (values.shape[0] - 1)));

    private static int[] Places(torch.Tensor indices) => Array.ConvertAll(indices.contiguous().data<long>().ToArray(), index => (int)index);

    private static float[] Floats(torch.Tensor values) => values.contiguous().data<float>().ToArray();
}
