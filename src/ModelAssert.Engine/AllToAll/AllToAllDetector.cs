using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.AllToAll;

/// <summary>
/// Looks for one trigger that gives every label another (all-to-all, Gu et al. 2017, section 4.1). Trigger inversion towards a label does not see it: no label is the target of all. So what is reversed is the smallest
/// trigger that makes images leave their labels; then where they go tells a backdoor, which has learnt a label for each, from what images are close to by nature.
/// </summary>
internal sealed class AllToAllDetector : IDetector
{
    /// <summary>No label is the one that images go to.</summary>
    private static readonly TriggerAim Anywhere = new(Target: -1);

    /// <inheritdoc />
    public Detector Kind => Detector.AllToAll;

    /// <inheritdoc />
    public string Sees => "One trigger that gives every label another: each its own, or a few among them.";

    /// <inheritdoc />
    public string Method =>
        "The smallest trigger was reversed that makes the network answer anything else than it does. In a clean network such a trigger is as large as that of a label, and sends images to the few labels that all are close to.";

    /// <inheritdoc />
    public bool TrustsGradient => true;

    /// <inheritdoc />
    public DetectorFindings Run(ScanContext scan)
    {
        if (scan.Network.LabelCount < UntargetedTrigger.FewestLabels)
            return new NothingToLookAt($"Fewer than {UntargetedTrigger.FewestLabels} labels have hardly another to go to.");
        if (scan.Deadline.HasPassed)
            return new AllToAllFindings([], scan.Network.LabelCount);
        scan.Tell(ScanStage.Detecting, "looking for a trigger that gives every label another");
        var (known, others) = (scan.Samples.Optimisation.Images, scan.Samples.HeldOut.Images);
        var (knownAnswers, otherAnswers) = (scan.Classifier.Predict(known), scan.Classifier.Predict(others));
        if (LabelMapping.Shown(knownAnswers).Count < UntargetedTrigger.FewestLabels)
            return new NothingToLookAt($"Fewer than {UntargetedTrigger.FewestLabels} labels are shown by {LabelMapping.FewestImages} samples each, so where labels go cannot be told.");
        var windows = InversionSettings.Untargeted(scan.Network.InputShape, scan.Network.LabelCount);
        var noise = windows with { WindowBatches = 0 };
        // Both, as a label of a fast scan begins.
        var tried = RunAll(windows, noise);
        if (!tried.Any(start => start.Works))
            tried = RunAll(noise.Longer());
        return new AllToAllFindings(tried, scan.Network.LabelCount) { MedianOfLabels = scan.MedianNorm, Examples = scan.Samples.ExamplesOf(null) };

        UntargetedTrigger[] RunAll(params InversionSettings[] starts)
        {
            var results = new UntargetedTrigger[starts.Length];
            Parallel.For(0, starts.Length, new ParallelOptions { MaxDegreeOfParallelism = scan.MaximumThreads, CancellationToken = scan.Cancellation }, start => results[start] = Run(starts[start], start));
            return results;
        }

        UntargetedTrigger Run(InversionSettings settings, int start)
        {
            using var optimisation = new LabelOptimisation(
                Anywhere, scan.Classifier, scan.Network.InputShape, settings, unchecked(scan.Options.Seed * 31 + start), scan.Samples.Optimisation, scan.Temperature, new AwayFromAnswers(knownAnswers));
            while (!optimisation.IsOver)
                optimisation.Step(scan.Cancellation);
            var (trigger, works) = optimisation.Result();
            return new UntargetedTrigger(trigger, works, LabelMapping.Of((knownAnswers, Stamped(known)), (otherAnswers, Stamped(others))));

            int[] Stamped(TorchSharp.torch.Tensor images) => scan.Classifier.Predict(images, some => Stamping.Stamp(some, trigger));
        }
    }
}
