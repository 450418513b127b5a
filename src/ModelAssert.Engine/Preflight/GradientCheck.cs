using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Preflight;

/// <summary>
/// Whether a network's gradient says what the network does. Along any path from one image to another, the gradient adds up to the difference of the answers (completeness: Sundararajan et al. 2017,
/// Axiomatic Attribution for Deep Networks, section 3). Where values are rounded on the way, or lost beside others that are far larger, it does not: the search for a trigger is then sent nowhere,
/// or the wrong way, and a label that nothing was found for says nothing.
/// </summary>
/// <param name="network">The network.</param>
internal sealed class GradientCheck(DifferentiableClassifier network)
{
    /// <summary>As many images take each path.</summary>
    private const int MostImages = 2;

    /// <summary>The image is changed as a whole, and in each of 3 × 3 blocks alone: triggers are small, and so may be what hides one.</summary>
    private const int Side = 3;

    /// <summary>Places on a path where the gradient is taken at first, and at last: an honest network that bends often needs more of them to add up.</summary>
    private const int FewestPoints = 4;
    private const int MostPoints = 256;

    /// <summary>Where more of the difference is not accounted for, the gradient is no guide: honest networks get below it once there are points enough. What quantised values step by is more.</summary>
    private const double LargestError = 0.4;
    private const double LargestErrorQuantized = 0.5;

    /// <summary>A run of the network takes no more values: 32 images of 224 × 224 in colour. And no more ways, which would be no faster.</summary>
    private const long MostValues = 32 * 3 * 224 * 224;
    private const int MostWays = 16;

    /// <summary>As many labels are looked at one by one: the gradient of one may be hidden behind those of the others.</summary>
    private const int MostLabels = 64;

    /// <summary>Smaller changes, as a share of what tells the labels apart, are not looked at: float32 rounds, and quantised values step.</summary>
    private const double SmallestChange = 1e-3;
    private const double SmallestChangeQuantized = 0.1;

    /// <summary>Refuses a network whose gradient does not say what it does.</summary>
    /// <param name="samples">Clean images.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0028</c>: it does not.</exception>
    public void Require(PreparedSamples samples)
    {
        using var scope = torch.NewDisposeScope();
        var labels = samples.All.Labels;
        // The first ones, and the first of each label.
        int[] places = [.. Enumerable.Range(0, labels.Count).Where(place => place < 2 * MostImages).Union(labels.Index().DistinctBy(entry => entry.Item).Take(MostLabels).Select(entry => entry.Index))];
        var images = samples.Preprocessing.ApplyTo(samples.All.Images.index_select(0, torch.tensor(Array.ConvertAll(places, place => (long)place))));
        if (Measure(images, Array.ConvertAll(places, place => labels[place])).FirstOrDefault(path => path.Error > Limit) is { } path)
            throw ClassifierErrors.GradientMisleads(FormattableString.Invariant($"{path.What}, it says that the outputs change by {path.Predicted:g3}, and they change by {path.Change:g3}"));
    }

    private double Limit => network.IsQuantized ? LargestErrorQuantized : LargestError;

    /// <summary>Follows all paths, each with as many points as it needs.</summary>
    /// <param name="images">Clean images as the network takes them, in random order, 2 or more.</param>
    /// <param name="labels">Their labels.</param>
    internal IReadOnlyList<GradientPath> Measure(torch.Tensor images, IReadOnlyList<int> labels)
    {
        using var scope = torch.NewDisposeScope();
        var count = Math.Min(MostImages, images.shape[0] / 2);
        var (starts, others) = (images.narrow(0, 0, count), images.narrow(0, count, count));
        var (darkest, brightest) = (images.amin([0, 2, 3], keepdim: true), images.amax([0, 2, 3], keepdim: true));
        var inverted = darkest.Plus(brightest) - starts;
        // Drawn by the images, which nobody knows who hides something from the check.
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(MemoryMarshal.AsBytes(images.contiguous().data<float>().ToArray().AsSpan()))));
        var smallest = (network.IsQuantized ? SmallestChangeQuantized : SmallestChange) * Spread(starts);
        var ways = new List<Way>();
        foreach (var (where, block) in Blocks())
        {
            ways.Add(new($"where {where} of an image is turned into another image", (others - starts) * block, AnyLabels(random), smallest));
            ways.Add(new($"where {where} of an image is turned into its negative", (inverted - starts) * block, AnyLabels(random), smallest));
        }

        foreach (var (place, label) in labels.Index().DistinctBy(entry => entry.Item))
        {
            ways.Add(new(
                $"where an image is turned into one of label {label}, of this label beside the others", images.narrow(0, place, 1) - starts, OneLabel(label), smallest / Math.Sqrt(network.LabelCount)));
        }

        // As many at once as an optimisation takes images of this size.
        var atOnce = (int)Math.Clamp(MostValues / (FewestPoints * count * network.InputShape.Volume), 1, MostWays);
        return [.. ways.Chunk(atOnce).SelectMany(some => Follow(starts, some))];
    }

    /// <summary>Follows some ways, each with as many points as it needs; nothing for one along which nothing changes.</summary>
    private List<GradientPath> Follow(torch.Tensor starts, Way[] ways)
    {
        using var scope = torch.NewDisposeScope();
        var differences = Differences(starts, ways);
        var paths = new List<GradientPath>();
        foreach (var (way, difference, first) in ways.Zip(differences, Follow(starts, ways, FewestPoints)))
        {
            var changes = ToArray((difference * way.Directions).sum(1));
            // What the changes of all labels typically add up to, in directions of this length: where they happen to cancel, their errors do not.
            var typical = Norm(ToArray((difference - difference.mean([1L], keepdim: true)).norm(1))) * way.Directions.norm().item<float>() / Math.Sqrt(network.LabelCount);
            var size = Math.Max(Norm(changes), typical);
            if (size <= way.Smallest)
                continue;
            var path = PathOf(way, changes, first, size, FewestPoints);
            for (var points = 4 * FewestPoints; points <= MostPoints && path.Error > Limit; points *= 4)
                path = PathOf(way, changes, Follow(starts, [way], points)[0], size, points);
            paths.Add(path);
        }

        return paths;
    }

    private static GradientPath PathOf(Way way, double[] changes, double[] predicted, double size, int points) =>
        new(way.What, Norm(changes), Norm(predicted), Norm([.. changes.Zip(predicted, (change, guess) => change - guess)]) / size, points);

    /// <summary>What the gradients along each way add up to, for each image: the midpoint rule.</summary>
    private double[][] Follow(torch.Tensor starts, Way[] ways, int points)
    {
        var count = (int)starts.shape[0];
        var sums = Array.ConvertAll(ways, _ => new double[count]);
        using var withGradients = torch.enable_grad();
        for (var first = 0; first < points; first += FewestPoints)
        {
            using var scope = torch.NewDisposeScope();
            var places = ways.SelectMany(way => Enumerable.Range(first, FewestPoints).Select(point => starts.Plus(way.Step.Times((point + 0.5) / points))));
            var inputs = torch.cat([.. places]).detach().requires_grad_();
            var directions = torch.stack([.. ways.Select(way => way.Directions)]).repeat_interleave(FewestPoints * count, 0);
            var gradients = Gradients.Of((network.Logits(inputs) * directions).sum(), [inputs])[0].reshape([ways.Length, FewestPoints, .. starts.shape]);
            foreach (var (i, way) in ways.Index())
            {
                foreach (var (image, part) in ToArray((gradients[i] * way.Step).sum([0, 2, 3, 4])).Index())
                    sums[i][image] += part / points;
            }
        }

        return sums;
    }

    /// <summary>What becomes of the logits at the end of each way.</summary>
    private torch.Tensor[] Differences(torch.Tensor starts, Way[] ways)
    {
        using var withoutGradients = torch.no_grad();
        var before = network.Logits(starts);
        var after = network.Logits(torch.cat([.. ways.Select(way => starts.Plus(way.Step))]));
        return [.. ways.Select((_, i) => after.narrow(0, i * starts.shape[0], starts.shape[0]) - before)];
    }

    /// <summary>How far the logits of an image lie apart.</summary>
    private double Spread(torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var logits = network.Logits(images);
        return (logits - logits.mean([1L], keepdim: true)).Squared().sum(1).sqrt().mean().item<float>();
    }

    /// <summary>1 or −1 for each label, as a coin says.</summary>
    private torch.Tensor AnyLabels(Random coin) => torch.tensor(Enumerable.Range(0, network.LabelCount).Select(_ => coin.Next(2) == 0 ? -1f : 1f).ToArray());

    /// <summary>The logit of a label less the mean of all.</summary>
    private torch.Tensor OneLabel(int label) => torch.tensor(Enumerable.Range(0, network.LabelCount).Select(other => (other == label ? 1f : 0f) - 1f / network.LabelCount).ToArray());

    /// <summary>The whole image, then block by block: 1 where it is.</summary>
    private IEnumerable<(string Where, torch.Tensor Block)> Blocks()
    {
        var (_, height, width) = network.InputShape;
        yield return ("the whole", torch.ones(1, 1, height, width));
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var (top, left) = (row * height / Side, column * width / Side);
                var (rows, columns) = ((row + 1) * height / Side - top, (column + 1) * width / Side - left);
                if (rows == 0 || columns == 0)
                    continue;
                var block = torch.zeros(1, 1, height, width);
                block.narrow(2, top, rows).narrow(3, left, columns).fill_(LastingScalar.Of(1));
                yield return (FormattableString.Invariant($"the block of {rows}x{columns} pixels at row {top}, column {left}"), block);
            }
        }
    }

    private static double[] ToArray(torch.Tensor values) => [.. values.data<float>().ToArray().Select(value => (double)value)];

    /// <summary>A way to go.</summary>
    /// <param name="What">How messages call it.</param>
    /// <param name="Step">From the start to the end, <c>[N, C, H, W]</c>.</param>
    /// <param name="Directions">What the logits are multiplied by.</param>
    /// <param name="Smallest">A smaller change of theirs is none.</param>
    private sealed record Way(string What, torch.Tensor Step, torch.Tensor Directions, double Smallest);

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value) / values.Length);
}

/// <summary>One path from images to others, and what is held against each other on it.</summary>
/// <param name="What">Which.</param>
/// <param name="Change">By how much the answers change: root of the mean square over the images.</param>
/// <param name="Predicted">What the gradients add up to, as much.</param>
/// <param name="Error">The difference of both, image by image, as a share of the change, or of what the changes of all labels typically add up to where that is more.</param>
/// <param name="Points">On how many points of the path the gradient was taken.</param>
internal sealed record GradientPath(string What, double Change, double Predicted, double Error, int Points);
