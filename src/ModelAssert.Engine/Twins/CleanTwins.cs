using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Twins;

/// <summary>How large the triggers of a network's labels are in clean twins of it.</summary>
internal static class CleanTwins
{
    /// <summary>So many are trained: natural triggers of one task scatter from network to network by a third.</summary>
    private const int Twins = 4;

    /// <summary>A twin that is so much less accurate has not learnt the task.</summary>
    private const double LargestLoss = 0.15;

    /// <summary>Larger images would take hours.</summary>
    private const int LargestImage = 3 * 96 * 96;

    /// <summary>Trains twins, and has their triggers reversed.</summary>
    /// <param name="scan">The scan of the network.</param>
    /// <param name="reverse">Reverses the triggers of all labels of a network.</param>
    /// <returns>The norms in pixels, label by label, of those that work; and what kept them from being had, a sentence.</returns>
    public static (IReadOnlyList<double>[] Norms, string? WhyNot) Norms(ScanContext scan, Func<ScanContext, IReadOnlyList<ReversedTrigger>> reverse)
    {
        if (scan.Network.InputShape.Volume > LargestImage)
            return (None(), $"Networks of its kind could be trained on the samples, to hold their triggers against; for images of {scan.Network.InputShape} that is not tried.");
        scan.Tell(ScanStage.Detecting, $"{scan.Labels.Length} labels cannot be held against each other: {Twins} networks of the same kind learn the samples, and their triggers are held against these");
        var found = new (IReadOnlyList<ReversedTrigger>? Triggers, string? WhyNot)[Twins];
        var accuracy = scan.Classifier.Accuracy(scan.Samples.HeldOut.Images, scan.Samples.HeldOut.Labels);
        Parallel.For(0, Twins, new ParallelOptions { MaxDegreeOfParallelism = scan.MaximumThreads, CancellationToken = scan.Cancellation }, number => found[number] = One(number));
        return (
            [.. scan.Labels.Select((_, place) => (IReadOnlyList<double>)[.. found.Where(twin => twin.Triggers?[place].Measurement.Works == true).Select(twin => twin.Triggers![place].Trigger.MaskL1Norm)])],
            found.FirstOrDefault(twin => twin.WhyNot is not null).WhyNot);

        IReadOnlyList<double>[] None() => [.. scan.Labels.Select(_ => Array.Empty<double>())];

        (IReadOnlyList<ReversedTrigger>?, string?) One(int number)
        {
            if (scan.Deadline.HasPassed)
                return (null, "The time limit ran out before networks of its kind had learnt the samples, to hold its triggers against.");
            try
            {
                using var twin = CleanTwin.Deal(scan.Network, scan.Classifier, scan.Samples, unchecked(scan.Options.Seed * 31 + number));
                if (twin is null)
                    return (null, "What it has learnt is not in weights that could be dealt anew, so no network of its kind can be held against it.");
                var learnt = CleanTwin.Train(twin, scan.Samples, scan.Options.Seed + number, scan.Cancellation);
                if (learnt < accuracy - LargestLoss)
                    return (null, FormattableString.Invariant($"A network of its kind does not learn the task from these samples: it comes to an accuracy of {learnt:P0}, where the model has {accuracy:P0}. More samples help."));
                // A copy that can be trained is for one thread.
                return (reverse(new ScanContext(twin, scan.Samples, scan.SamplesSha256, scan.Labels, scan.Options, scan.Deadline) { MaximumThreads = 1, Cancellation = scan.Cancellation }), null);
            }
            catch (ModelAssertException e)
            {
                return (null, $"No network of its kind can be trained on the samples, to hold its triggers against. {e.Cause}");
            }
        }
    }
}
