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

    /// <summary>As many labels are looked at one by one: the gradient of one may be hidden behind those of the others.</summary>
    private const int MostLabels = 64;

    /// <summary>Smaller changes, as a share of what tells the labels apart, are not looked at: float32 rounds, and quantised values step.</summary>
    private const double SmallestChange = 1e-3;
    private const double SmallestChangeQuantized = 0.1;

    /// <summary>Refuses a network whose gradient does not say what it does.</summary>
    /// <param name="samples">Clean images.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0028</c>: it does not.</exception>
    public void Require(CheckedSamples samples)
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
    internal IEnumerable<GradientPath> Measure(torch.Tensor images, IReadOnlyList<int> labels)
    {
        using var scope = torch.NewDisposeScope();
        var count = Math.Min(MostImages, images.shape[0] / 2);
        var (starts, others) = (images.narrow(0, 0, count), images.narrow(0, count, count));
        var (darkest, brightest) = (images.amin([0, 2, 3], keepdim: true), images.amax([0, 2, 3], keepdim: true));
        var inverted = darkest.Plus(brightest) - starts;
        // Drawn by the images, which nobody knows who hides something from the check.
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(MemoryMarshal.AsBytes(images.contiguous().data<float>().ToArray().AsSpan()))));
        var smallest = (network.IsQuantized ? SmallestChangeQuantized : SmallestChange) * Spread(starts);
        foreach (var (where, block) in Blocks())
        {
            foreach (var (ending, ends) in new[] { ("turned into another image", others), ("turned into its negative", inverted) })
            {
                using var inner = torch.NewDisposeScope();
                if (Follow($"where {where} of an image is {ending}", starts, (ends - starts) * block, AnyLabels(random), smallest) is { } path)
                    yield return path;
            }
        }

        foreach (var (place, label) in labels.Index().DistinctBy(entry => entry.Item))
        {
            using var inner = torch.NewDisposeScope();
            if (Follow($"where an image is turned into one of label {label}, of this label beside the others", starts, images.narrow(0, place, 1) - starts, OneLabel(label), smallest / Math.Sqrt(network.LabelCount)) is { } path)
                yield return path;
        }
    }

    /// <summary>Follows one path, with as many points as it needs; nothing for one along which nothing changes.</summary>
    private GradientPath? Follow(string what, torch.Tensor starts, torch.Tensor step, torch.Tensor directions, double smallest)
    {
        var differences = Difference(starts, step);
        var changes = ToArray((differences * directions).sum(1));
        // What the changes of all labels typically add up to, in directions of this length: where they happen to cancel, their errors do not.
        var typical = Norm(ToArray((differences - differences.mean([1L], keepdim: true)).norm(1))) * directions.norm().item<float>() / Math.Sqrt(network.LabelCount);
        var size = Math.Max(Norm(changes), typical);
        if (size <= smallest)
            return null;
        var path = new GradientPath(what, Norm(changes), 0, double.PositiveInfinity, 0);
        for (var points = FewestPoints; points <= MostPoints && path.Error > Limit; points *= 4)
        {
            var predicted = Follow(starts, step, directions, points);
            path = path with { Predicted = Norm(predicted), Error = Norm([.. changes.Zip(predicted, (change, guess) => change - guess)]) / size, Points = points };
        }

        return path;
    }

    /// <summary>What the gradients along a path add up to: the midpoint rule.</summary>
    private double[] Follow(torch.Tensor starts, torch.Tensor step, torch.Tensor directions, int points)
    {
        var sums = new double[starts.shape[0]];
        using var withGradients = torch.enable_grad();
        for (var first = 0; first < points; first += FewestPoints)
        {
            using var scope = torch.NewDisposeScope();
            var places = Enumerable.Range(first, FewestPoints).Select(point => starts.Plus(step.Times((point + 0.5) / points)));
            var inputs = torch.cat([.. places]).detach().requires_grad_();
            var gradients = Gradients.Of((network.Logits(inputs) * directions).sum(), [inputs])[0].reshape([FewestPoints, .. starts.shape]);
            foreach (var (image, part) in (gradients * step).sum([0, 2, 3, 4]).data<float>().ToArray().Index())
                sums[image] += part / points;
        }

        return sums;
    }

    /// <summary>What becomes of the logits.</summary>
    private torch.Tensor Difference(torch.Tensor starts, torch.Tensor step)
    {
        using var withoutGradients = torch.no_grad();
        return network.Logits(starts.Plus(step)) - network.Logits(starts);
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

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value) / values.Length);
}

/// <summary>One path from images to others.</summary>
/// <param name="What">Which.</param>
/// <param name="Change">By how much the answers change: root of the mean square over the images.</param>
/// <param name="Predicted">What the gradients add up to, as much.</param>
/// <param name="Error">The difference of both, image by image, as a share of the change, or of what the changes of all labels typically add up to where that is more.</param>
/// <param name="Points">On how many points of the path the gradient was taken.</param>
internal sealed record GradientPath(string What, double Change, double Predicted, double Error, int Points);
