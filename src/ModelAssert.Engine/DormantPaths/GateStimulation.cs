using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.DormantPaths;

/// <summary>
/// Looks for an image that wakes a gate: gradient ascent on what drives it, as ABS does for neurons that are awake (Liu et al. 2019, ABS: scanning neural networks for back-doors by artificial brain
/// stimulation). Steps have the sign of the gradient (Madry et al. 2018), and become as small as one of 255 levels, so that an exact value is hit, too.
/// </summary>
/// <param name="gates">The network.</param>
/// <param name="classifier">Its preprocessing.</param>
/// <param name="coverage">What its gates do on clean images.</param>
/// <param name="mostPasses">How many images may pass through the network, forward and backward; what is begun is brought to its end.</param>
internal sealed class GateStimulation(GatedNetwork gates, RawImageClassifier classifier, GateCoverage coverage, long mostPasses)
{
    /// <summary>As many gates at once, where images are small; of large ones, no more values than these.</summary>
    private const int MostAtOnce = 64;
    private const long MostValues = 16 * 3 * 224 * 224;

    /// <summary>Steps from one start. From a quarter of the range of pixels down to one of their levels.</summary>
    public const int Steps = 48;

    private const double FirstRate = 0.25;
    private const double LastRate = 1.0 / 255;

    /// <summary>Gates that have woken are put aside after so many steps, and the others go on.</summary>
    private const int StepsBetweenSorting = 8;

    private readonly HashSet<Gate> driven = [];
    private long passes;

    /// <summary>The gates that were driven.</summary>
    public IReadOnlyCollection<Gate> Driven => driven;

    /// <summary>Wakes as many gates as can be woken from these starts.</summary>
    /// <param name="some">The gates.</param>
    /// <param name="starts">An image for each, raw pixels in [0, 1], <c>[N, C, H, W]</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Images that wake gates, with pixels of 255 levels, as <c>[1, C, H, W]</c> each; the caller's.</returns>
    public IReadOnlyList<(Gate Gate, torch.Tensor Image)> Run(IReadOnlyList<Gate> some, torch.Tensor starts, CancellationToken cancellation)
    {
        var woken = new List<(Gate, torch.Tensor)>();
        var atOnce = (int)Math.Clamp(MostValues / (starts.numel() / starts.shape[0]), 1, MostAtOnce);
        for (var first = 0; first < some.Count && passes < mostPasses; first += atOnce)
        {
            var count = Math.Min(atOnce, some.Count - first);
            driven.UnionWith(some.Skip(first).Take(count));
            using var scope = torch.NewDisposeScope();
            Run([.. some.Skip(first).Take(count)], starts.narrow(0, first, count), woken, cancellation);
        }

        return woken;
    }

    private void Run(List<Gate> asleep, torch.Tensor images, List<(Gate, torch.Tensor)> woken, CancellationToken cancellation)
    {
        var rate = FirstRate;
        var decay = Math.Pow(LastRate / FirstRate, 1.0 / (Steps - 1));
        var found = new torch.Tensor?[asleep.Count];
        for (var step = 0; step < Steps && asleep.Count > 0; step++, rate *= decay)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var pixels = Rounded(images).requires_grad_();
            passes += asleep.Count;
            var (drive, outputs) = gates.Drive(classifier.Preprocess(pixels), asleep);
            for (var i = 0; i < asleep.Count; i++)
            {
                if (found[i] is null && coverage.IsAwake(asleep[i], outputs[i]))
                    found[i] = pixels.detach().narrow(0, i, 1).clone().MoveToOuterDisposeScope();
            }

            var isLast = step == Steps - 1 || !drive.requires_grad || found.All(image => image is not null);
            if (!isLast)
                images = images.Plus(Gradients.Of(drive.sum(), [pixels])[0].sign().Times(rate)).clamp(LastingScalar.Of(0), LastingScalar.Of(1)).MoveToOuterDisposeScope();
            if (isLast || step % StepsBetweenSorting == StepsBetweenSorting - 1)
            {
                long[] left = [.. Enumerable.Range(0, asleep.Count).Where(i => found[i] is null).Select(i => (long)i)];
                woken.AddRange(asleep.Index().Where(entry => found[entry.Index] is not null).Select(entry => (entry.Item, found[entry.Index]!.DetachFromDisposeScope())));
                asleep = [.. left.Select(i => asleep[(int)i])];
                found = new torch.Tensor?[left.Length];
                if (isLast)
                    return;
                if (left.Length > 0)
                    images = images.index_select(0, torch.tensor(left)).MoveToOuterDisposeScope();
            }
        }
    }

    /// <summary>Pixels as a picture can have them.</summary>
    private static torch.Tensor Rounded(torch.Tensor images) => images.detach().Times(255L).round().Over(255);
}
