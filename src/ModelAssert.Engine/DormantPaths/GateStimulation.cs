using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Scheduling;
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
/// <param name="deadline">When nothing more is begun.</param>
internal sealed class GateStimulation(GatedNetwork gates, RawImageClassifier classifier, GateCoverage coverage, long mostPasses, Deadline deadline)
{
    /// <summary>As many gates at once, where images are small; of large ones, no more values than these.</summary>
    private const int MostAtOnce = 64;
    private const long MostValues = 16 * 3 * 224 * 224;

    /// <summary>Steps from one start. From a quarter of the range of pixels down to one of their levels.</summary>
    private const int Steps = 48;

    private const double FirstRate = 0.25;
    private const double LastRate = 1.0 / 255;

    /// <summary>So many steps at the end have the last rate.</summary>
    private const int LastSteps = 8;

    private static readonly double Decay = Math.Pow(LastRate / FirstRate, 1.0 / (Steps - LastSteps));

    /// <summary>A signal has no switch to look for: it goes where the gradient leads, and gets there in so many steps of the first rate.</summary>
    private const int StepsOfSignal = 8;

    /// <summary>A gate that has woken is driven on with the first rate for so many steps, which take a pixel from one end to the other: what opens slowly shall be open.</summary>
    private const int StepsAwake = 6;

    /// <summary>Gates that are done are put aside after so many steps, and the others go on.</summary>
    private const int StepsBetweenSorting = 6;

    private readonly HashSet<Gate> driven = [];

    /// <summary>How many images have passed through the network.</summary>
    public long Passes { get; private set; }

    /// <summary>The gates that were driven.</summary>
    public IReadOnlyCollection<Gate> Driven => driven;

    /// <summary>Wakes as many gates as can be woken from these starts.</summary>
    /// <param name="some">The gates.</param>
    /// <param name="starts">An image for each, raw pixels in [0, 1], <c>[N, C, H, W]</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The gates that were woken; the caller disposes of them.</returns>
    public IReadOnlyList<WokenGate> Run(IReadOnlyList<Gate> some, torch.Tensor starts, CancellationToken cancellation)
    {
        var woken = new List<WokenGate>();
        if (some.Count == 0)
            return woken;
        var atOnce = (int)Math.Clamp(MostValues / (starts.numel() / starts.shape[0]), 1, MostAtOnce);
        for (var first = 0; first < some.Count && Passes < mostPasses && !deadline.HasPassed; first += atOnce)
        {
            var count = Math.Min(atOnce, some.Count - first);
            driven.UnionWith(some.Skip(first).Take(count));
            using var scope = torch.NewDisposeScope();
            Run([.. some.Skip(first).Take(count).Select(gate => new Drive(gate, gates.Layers[gate.Layer].Kind == GateKind.Signal))], starts.narrow(0, first, count), cancellation);
        }

        return woken;

        void Run(Drive[] drives, torch.Tensor images, CancellationToken cancellation)
        {
            var rate = FirstRate;
            for (var step = 0; step < Steps && drives.Length > 0; step++, rate = Math.Max(LastRate, rate * Decay))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = torch.NewDisposeScope();
                var (next, hasGradient) = Advance(drives, images, rate);
                images = next;
                var isLast = step == Steps - 1 || !hasGradient;
                if (!isLast && step % StepsBetweenSorting != StepsBetweenSorting - 1)
                {
                    images.MoveToOuterDisposeScope();
                    continue;
                }

                foreach (var drive in drives.Where(drive => isLast || drive.IsDone))
                {
                    if (drive.Result is { } result)
                        woken.Add(result);
                }

                long[] left = isLast ? [] : [.. drives.Index().Where(entry => !entry.Item.IsDone).Select(entry => (long)entry.Index)];
                drives = [.. left.Select(i => drives[i])];
                if (left.Length > 0)
                    images = images.index_select(0, torch.tensor(left)).MoveToOuterDisposeScope();
            }
        }
    }

    /// <summary>One step for each gate; what is awake is remembered.</summary>
    private (torch.Tensor Images, bool HasGradient) Advance(Drive[] drives, torch.Tensor images, double rate)
    {
        using var scope = torch.NewDisposeScope();
        Passes += drives.Length;
        // Pixels as a picture can have them.
        var pixels = images.detach().Times(255L).round().Over(255).requires_grad_();
        var (drive, outputs) = gates.Drive(classifier.Preprocess(pixels), Array.ConvertAll(drives, one => one.Gate));
        foreach (var (i, one) in drives.Index())
            one.Observe(coverage.IsAwake(one.Gate, outputs[i]), pixels.narrow(0, i, 1));
        if (!drive.requires_grad)
            return (images.alias().MoveToOuterDisposeScope(), false);
        var rates = torch.tensor(Array.ConvertAll(drives, one => (float)(one.IsFast ? FirstRate : rate)), [drives.Length, 1, 1, 1]);
        var next = images.Plus(Gradients.Of(drive.sum(), [pixels])[0].sign() * rates).clamp(LastingScalar.Of(0), LastingScalar.Of(1));
        return (next.MoveToOuterDisposeScope(), true);
    }

    /// <summary>A gate on its way.</summary>
    private sealed class Drive(Gate gate, bool isSignal)
    {
        private torch.Tensor? first;
        private torch.Tensor? last;
        private int steps;
        private int stepsAwake;

        public Gate Gate { get; } = gate;

        /// <summary>Whether it goes in large steps, and not in ever smaller ones.</summary>
        public bool IsFast => isSignal || first is not null;

        public bool IsDone => stepsAwake > StepsAwake || (isSignal && steps > StepsOfSignal);

        public WokenGate? Result => first is null ? null : new WokenGate(Gate, first, last!);

        /// <summary>Remembers the first image that wakes it, and the last.</summary>
        public void Observe(bool isAwake, torch.Tensor image)
        {
            steps++;
            if (first is not null)
                stepsAwake++;
            if (!isAwake || IsDone)
                return;
            first ??= image.detach().clone().DetachFromDisposeScope();
            last?.Dispose();
            last = image.detach().clone().DetachFromDisposeScope();
        }
    }
}

/// <summary>A gate that some image wakes.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="First">The first image that did, <c>[1, C, H, W]</c>, with pixels of 255 levels; owned by this object.</param>
/// <param name="Driven">The image that was driven furthest.</param>
internal sealed record WokenGate(Gate Gate, torch.Tensor First, torch.Tensor Driven) : IDisposable
{
    public void Dispose()
    {
        First.Dispose();
        Driven.Dispose();
    }
}
