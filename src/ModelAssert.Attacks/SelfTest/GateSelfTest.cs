using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;

namespace ModelAssert.Attacks;

/// <summary>
/// Tries the gate on copies of a network that are infected on purpose, with patches of growing size: what would it have missed? The same network, samples, options and seed
/// give the same findings.
/// </summary>
/// <param name="network">The network; stays the caller's, and as it is.</param>
internal sealed class GateSelfTest(DifferentiableClassifier network)
{
    /// <summary>How many labels a scan works on at once. Changes no number of the findings but their timing.</summary>
    /// <value>The default is the number of processors.</value>
    public int MaximumThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>Scans the network as it is and, if it is clean, copies of it with a patch planted in each.</summary>
    /// <param name="samples">Clean, correctly labelled samples: a copy is trained on one half of those that a scan uses, and measured on the other.</param>
    /// <param name="samplesPath">Where they come from, for errors.</param>
    /// <param name="options">What is asked of every scan.</param>
    /// <param name="selfTest">Which patches are planted.</param>
    /// <param name="progress">Told about every outcome, and that work goes on. One call at a time, from several threads.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ModelAssertException">
    /// Something kept a scan from running; <c>MODELASSERT3001</c>: the network cannot be trained; <c>MODELASSERT0040</c>: a patch does not fit in the image.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public SelfTestFindings Run(
        CleanSamples samples, string samplesPath, ScanOptions options, SelfTestOptions selfTest, IProgress<ScanProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        options.RequireTriggers();
        var sides = PatchPlan.SidesFor(network.InputShape, selfTest);
        // Before the first scan, which may take minutes.
        network.TrainableCopy().Dispose();

        var tell = new SelfTestProgress(progress);
        var scanner = ScannerOf(network);
        using var fit = scanner.Fit(samples, samplesPath, options);
        var original = new GuardedScan(scanner, samples, samplesPath).Run(fit, options, tell.OfScan("the model as it is"), cancellation);
        tell.Finished($"the model as it is: {original.Verdict.ToString().ToLowerInvariant()}");
        return original.Verdict == Verdict.Clean
            ? new SelfTestFindings(original, TryAll(sides, fit.Ready, samples, samplesPath, options, tell, cancellation))
            : new SelfTestFindings(original, []);
    }

    private SelfTestPatch[] TryAll(
        IReadOnlyList<int> sides, PreparedSamples ready, CleanSamples samples, string samplesPath, ScanOptions options, SelfTestProgress tell, CancellationToken cancellation)
    {
        // The halves of the scan: what triggers are optimised on, and what they are measured with.
        var planting = new PatchPlanting(network, ready.Preprocessing, ready.Optimisation.Images, ToImages(ready.HeldOut));
        var target = TargetOf(options);
        // The scan of a copy is the same scan, but for what was found out on the original: its preprocessing, and that its accuracy is plausible.
        var scanOptions = options with { Description = ready.Preprocessing.StateIn(options.Description), MinimumAccuracy = 0 };
        return [.. sides.Select(Try)];

        SelfTestPatch Try(int side)
        {
            var clock = new ScanClock();
            var trigger = PatchPlan.Patch(side, target, network.InputShape);
            using var copy = planting.Plant(
                trigger, options.Seed, epochs => tell.GoesOn($"planting a {side}x{side} patch for label {target}: {epochs} epochs"), cancellation);
            var patch = PatchOf(side, trigger, copy);
            if (copy.Shortcoming is null)
                patch = Judged(patch, ScannerOf(copy.Network).Scan(samples, samplesPath, scanOptions, tell.OfScan($"{side}x{side} patch"), cancellation));
            patch = patch with { Seconds = clock.Elapsed.WallSeconds };
            tell.Finished(SelfTestProgress.Describe(patch));
            return patch;
        }
    }

    private BackdoorScanner ScannerOf(DifferentiableClassifier scanned) => new(scanned) { MaximumThreads = MaximumThreads };

    private int TargetOf(ScanOptions options)
    {
        int[] labels = options.Labels is null ? [.. Enumerable.Range(0, network.LabelCount)] : [.. options.Labels.Order()];
        return labels[new Random(options.Seed).Next(labels.Length)];
    }

    /// <summary>Scaled pixels may leave [0, 1] by the rounding of a float.</summary>
    private LabeledImages ToImages(ImageSet images)
    {
        using var whole = images.Images.contiguous();
        return new LabeledImages(network.InputShape, Array.ConvertAll(whole.data<float>().ToArray(), pixel => Math.Clamp(pixel, 0, 1)), [.. images.Labels]);
    }

    private static SelfTestPatch PatchOf(int side, Trigger trigger, PlantedCopy copy) => new()
    {
        Side = side,
        Coverage = trigger.Coverage,
        TargetLabel = trigger.TargetLabel,
        Outcome = PatchOutcome.NotPlanted,
        WhyNotPlanted = copy.Shortcoming,
        Epochs = copy.Epochs,
        Accuracy = copy.Quality.Accuracy,
        AttackSuccessRate = copy.Quality.AttackSuccessRate,
        Seconds = 0,
    };

    private static SelfTestPatch Judged(SelfTestPatch patch, ScanFindings findings)
    {
        var target = findings.Labels!.Judgement.Labels.Single(label => label.Label == patch.TargetLabel);
        var isCaught = findings.Verdict == Verdict.Infected && target.State == LabelState.Infected;
        return patch with
        {
            Outcome = isCaught ? PatchOutcome.Caught : PatchOutcome.Missed,
            Verdict = findings.Verdict,
            TargetState = target.State,
            AnomalyIndex = target.AnomalyIndex,
        };
    }
}

/// <summary>What a self-test found out, before it becomes a report.</summary>
/// <param name="Original">The scan of the network as it is.</param>
/// <param name="Patches">The patches, from the smallest on; none if the network is not clean.</param>
internal sealed record SelfTestFindings(ScanFindings Original, IReadOnlyList<SelfTestPatch> Patches);
