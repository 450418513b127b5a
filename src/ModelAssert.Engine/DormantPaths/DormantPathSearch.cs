using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scheduling;
using TorchSharp;

namespace ModelAssert.Engine.DormantPaths;

/// <summary>
/// Looks for backdoors on paths that hardly any clean image takes, where gradients are 0 until the trigger is there and trigger inversion sees nothing. Like code that no test covers: each gate that clean
/// images leave off is woken, if it can be, and held off again. What only a woken gate does, from a small part of an image, is a backdoor; units that are dead by nature change nothing, or need all of it.
/// </summary>
/// <param name="network">The network behind its preprocessing.</param>
/// <param name="gates">Its gates.</param>
/// <param name="samples">Clean samples.</param>
/// <param name="mostPasses">How many images may pass through the network, forward and backward, to wake gates.</param>
/// <param name="seed">Of the starts from noise.</param>
/// <param name="deadline">When the scan must end.</param>
internal sealed class DormantPathSearch(RawImageClassifier network, GatedNetwork gates, PreparedSamples samples, long mostPasses, int seed, Deadline deadline)
{
    /// <summary>Of a layer, so many gates are driven at most; the report says how many were not.</summary>
    private const int MostInLayer = 256;

    /// <summary>Images that a trigger is made smaller on, and as many others that it is measured on, at most.</summary>
    private const int Images = 32;

    /// <summary>Fewer say nothing of a share.</summary>
    private const int FewestImages = 8;

    private const int FewImages = 4;

    /// <summary>
    /// What a trigger must send to its label to be one, and of how much of the image. An honest network has many units that hardly any clean image wakes, and its preprocessing may look at every pixel: a large part
    /// of a wild image may do something with one, and of those as much is asked as of a reversed trigger. It has hardly any condition of the image as a whole.
    /// </summary>
    private static readonly (double Success, double Share) OfAnyGate = (0.95, 0.25);
    private static readonly (double Success, double Share) OfCondition = (0.75, 0.5);

    /// <summary>A layer of more conditions is one of places or features, not of the image as a whole.</summary>
    private const int MostConditions = 64;

    /// <summary>How many of these images may still go there with the gate held: it is this path, and none beside it.</summary>
    private const double LargestSuccessHeld = 0.25;

    /// <summary>As many images of noise show which gates can be driven at all.</summary>
    private const int NoiseImages = 16;

    /// <summary>A pass forward costs a third of one forward and backward.</summary>
    private const int ForwardOnly = 3;

    /// <summary>Gates that are awake, and of which nothing could be said.</summary>
    private readonly HashSet<Gate> undecided = [];

    /// <summary>Conditions that nothing met, and of which the clock left no time to ask what they would do.</summary>
    private readonly HashSet<Gate> notAsked = [];

    private int[]? answers;
    private long forwardPasses;

    /// <summary>Searches the network.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What was found.</returns>
    public DormantPathFindings Run(CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        var coverage = GateCoverage.Of(gates, network, samples.All.Images, Noise(NoiseImages), cancellation);
        // Conditions first: they are few, and no trained network has them.
        int[] layers = [.. Enumerable.Range(0, gates.Layers.Count).OrderBy(layer => gates.Layers[layer].Kind)];
        var (allDormant, allRare) = (Array.ConvertAll(layers, coverage.DormantIn), Array.ConvertAll(layers, coverage.RarelyAwakeIn));
        Gate[] dormant = [.. allDormant.SelectMany(some => some.Take(MostInLayer))];
        Gate[] rare = [.. allRare.SelectMany(some => some.Take(MostInLayer))];
        var stimulation = new GateStimulation(gates, network, coverage, mostPasses, deadline);
        var unmet = new UnmetConditions(network, gates, samples.HeldOut.Images, OfCondition.Success);
        var woken = Wake(dormant, stimulation, coverage, cancellation);
        var countWoken = CountUnits(woken.Select(entry => entry.Gate));
        string[] notMet = [.. layers.Where(layer => gates.Layers[layer].Kind == GateKind.Condition && DecidesIfMet(layer)).Select(layer => gates.Layers[layer].Node)];
        // A few images wake these already; driven on, they do all that they can.
        woken.AddRange(stimulation.Run(rare, ImagesNearestTo(rare, coverage), cancellation));
        var paths = Confirm(woken, coverage, () => stimulation.Passes + (forwardPasses + unmet.ForwardPasses) / ForwardOnly < mostPasses && !deadline.HasPassed, cancellation);
        Gate[] notDriven = [.. allDormant.Concat(allRare).SelectMany(some => some).Except(stimulation.Driven), .. undecided, .. notAsked];
        var (countDormant, countRare) = (CountUnits(allDormant.SelectMany(some => some)), CountUnits(allRare.SelectMany(some => some)));
        return new DormantPathFindings(
            new DormantGates(
                gates.Layers.Where(layer => layer.Kind != GateKind.Signal).Sum(layer => layer.Units), countDormant, countWoken,
                CountUnits(notDriven), countRare)
            {
                ConditionsNotDriven = CountUnits(notDriven.Where(gate => IsConditionOfImage(gate) || notAsked.Contains(gate))),
                ConditionsNotMet = notMet,
            },
            [.. paths.GroupBy(path => path.Trigger.TargetLabel).Select(some => some.MinBy(path => path.Trigger.MaskL1Norm)!).OrderBy(path => path.Trigger.TargetLabel)]);

        bool DecidesIfMet(int layer)
        {
            cancellation.ThrowIfCancellationRequested();
            var asleep = coverage.NeverSwitchedIn(layer).Except(woken.Where(entry => entry.Gate.Layer == layer).Select(entry => entry.Gate.Unit));
            // Few conditions that were not driven are counted as that; of many, most are not.
            if (IsOfConditionsOfImage(layer))
                asleep = asleep.Except(dormant.Except(stimulation.Driven).Where(gate => gate.Layer == layer).Select(gate => gate.Unit));
            if (!deadline.HasPassed)
                return unmet.Decide(layer, [.. asleep]);
            notAsked.UnionWith(asleep.Select(unit => new Gate(layer, unit, Rises: true)));
            return false;
        }
    }

    private bool IsConditionOfImage(Gate gate) => IsOfConditionsOfImage(gate.Layer);

    private bool IsOfConditionsOfImage(int layer) => gates.Layers[layer] is { Kind: GateKind.Condition, Units: <= MostConditions };

    private torch.Tensor ImagesNearestTo(Gate[] some, GateCoverage coverage) => samples.All.Images.index_select(0, torch.tensor(Array.ConvertAll(some, gate => (long)coverage.NearestTo(gate))));

    /// <summary>Signals are no gates, and only looked at as if they were.</summary>
    private int CountUnits(IEnumerable<Gate> some) => some.Where(gate => gates.Layers[gate.Layer].Kind != GateKind.Signal).DistinctBy(gate => (gate.Layer, gate.Unit)).Count();

    /// <summary>From the clean image that comes nearest; who still sleeps, from noise.</summary>
    private List<WokenGate> Wake(Gate[] dormant, GateStimulation stimulation, GateCoverage coverage, CancellationToken cancellation)
    {
        List<WokenGate> woken = [.. stimulation.Run(dormant, ImagesNearestTo(dormant, coverage), cancellation)];
        // A signal has no switch that a nearer start would find.
        Gate[] asleep = [.. dormant.Except(woken.Select(entry => entry.Gate)).Where(gate => gates.Layers[gate.Layer].Kind != GateKind.Signal)];
        if (asleep.Length > 0)
            woken.AddRange(stimulation.Run(asleep, Noise(asleep.Length), cancellation));
        return woken;
    }

    private torch.Tensor Noise(int count)
    {
        var random = new Random(seed);
        long[] shape = [count, .. samples.All.Images.shape[1..]];
        return torch.tensor(Enumerable.Range(0, (int)shape.Aggregate((product, size) => product * size)).Select(_ => random.NextSingle()).ToArray(), shape);
    }

    /// <summary>What of that a small trigger does by the gate alone. Conditions first: they are few, and the rest of a path is found with them.</summary>
    private List<DormantPath> Confirm(List<WokenGate> woken, GateCoverage coverage, Func<bool> goesOn, CancellationToken cancellation)
    {
        var paths = new List<DormantPath>();
        foreach (var gate in woken.OrderBy(entry => gates.Layers[entry.Gate.Layer].Kind).ThenBy(entry => entry.Gate.Layer))
        {
            using (gate)
            using (var scope = torch.NewDisposeScope())
            {
                if (gates.Layers[gate.Gate.Layer].Kind == GateKind.Activation && !goesOn())
                {
                    undecided.Add(gate.Gate);
                    continue;
                }

                if ((Confirm(gate.Gate, gate.Driven, paths, cancellation) ?? Confirm(gate.Gate, gate.First, paths, cancellation)) is { } path)
                    paths.Add(path with { ShareAwake = coverage.ShareAwake(gate.Gate) });
            }
        }

        return paths;
    }

    private DormantPath? Confirm(Gate gate, torch.Tensor image, List<DormantPath> known, CancellationToken cancellation)
    {
        var target = network.Predict(image)[0];
        var (clean, others) = OthersThan(target);
        if (clean is null || others is null)
        {
            undecided.Add(gate);
            return null;
        }

        // With the gate as clean images have it, this very image must be another: else it goes there by what it looks like. Most are told by a few images.
        if (!IsNeeded(gate, image, clean.narrow(0, 0, Math.Min(FewImages, clean.shape[0])), target))
            return null;
        using var held = gates.Hold(gate, network.Preprocess(clean));
        if (SuccessOf(held, image.expand(clean.shape), target) > LargestSuccessHeld)
            return null;
        // Another gate of a path that is known already.
        if (known.Any(path => path.Trigger.TargetLabel == target && SuccessOf(held, Stamping.Stamp(clean, path.Trigger), target) <= LargestSuccessHeld))
            return null;

        var (leastSuccess, largestShare) = IsConditionOfImage(gate) ? OfCondition : OfAnyGate;
        // What works on all images is the attacker's own trigger; what works on most is still one.
        if ((Reduce(1) ?? Reduce(leastSuccess)) is not { } mask)
            return null;

        var shape = new ImageShape((int)image.shape[1], (int)image.shape[2], (int)image.shape[3]);
        var trigger = new Trigger(target, shape, mask.data<float>().ToArray(), (image * mask).contiguous().data<float>().ToArray());
        using var heldOnOthers = gates.Hold(gate, network.Preprocess(others));
        var stampedOthers = Stamping.Stamp(others, trigger);
        var (successOnOthers, successHeld) = (SuccessOf(stampedOthers, target), SuccessOf(heldOnOthers, stampedOthers, target));
        var layer = gates.Layers[gate.Layer];
        return successOnOthers >= leastSuccess && successHeld <= LargestSuccessHeld
            ? new DormantPath(layer.Node, layer.Units == 1 ? null : gate.Unit, trigger, successOnOthers, successHeld, (int)others.shape[0])
            : null;

        torch.Tensor? Reduce(double success) => new TriggerReduction(
            stamped => Reaches(stamped, target, success) && SuccessOf(held, stamped, target) <= LargestSuccessHeld, clean).Reduce(image, largestShare, cancellation);
    }

    private bool IsNeeded(Gate gate, torch.Tensor image, torch.Tensor clean, int target)
    {
        using var held = gates.Hold(gate, network.Preprocess(clean));
        return SuccessOf(held, image.expand(clean.shape), target) <= LargestSuccessHeld;
    }

    /// <summary>Held-out images that the network gives other labels: some to work with, some to measure on.</summary>
    private (torch.Tensor? Clean, torch.Tensor? Others) OthersThan(int target)
    {
        answers ??= network.Predict(samples.HeldOut.Images);
        long[] places = [.. answers.Index().Where(entry => entry.Item != target).Select(entry => (long)entry.Index).Take(2 * Images)];
        if (places.Length < 2 * FewestImages)
            return (null, null);
        var half = places.Length / 2;
        return (samples.HeldOut.Images.index_select(0, torch.tensor(places[..half])), samples.HeldOut.Images.index_select(0, torch.tensor(places[half..])));
    }

    /// <summary>Whether the success is as large as this. Mostly it is not, and a few images tell.</summary>
    private bool Reaches(torch.Tensor images, int target, double least)
    {
        var (count, first) = (images.shape[0], Math.Min(FewestImages, images.shape[0]));
        var missed = Missed(images.narrow(0, 0, first));
        if (first < count && 1 - missed / count >= least)
            missed += Missed(images.narrow(0, first, count - first));
        return 1 - missed / count >= least;

        double Missed(torch.Tensor some) => Math.Round(some.shape[0] * (1 - SuccessOf(some, target)));
    }

    private double SuccessOf(torch.Tensor images, int target)
    {
        using var scope = torch.NewDisposeScope();
        forwardPasses += images.shape[0];
        return ShareOf(network.Logits(images), target);
    }

    private double SuccessOf(HeldNetwork held, torch.Tensor images, int target)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        forwardPasses += images.shape[0];
        return ShareOf(held.Logits(network.Preprocess(images)), target);
    }

    private static double ShareOf(torch.Tensor logits, int target) => logits.argmax(1).data<long>().ToArray().Average(label => label == target ? 1.0 : 0.0);
}
