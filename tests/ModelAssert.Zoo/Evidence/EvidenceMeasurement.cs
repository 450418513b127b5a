using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.MaximumMargin;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.TriggerNorms;
using ModelAssert.Verdicts;

namespace ModelAssert.Zoo;

/// <summary>Measures the candidates for evidence, after a scan.</summary>
/// <param name="network">The network.</param>
/// <param name="options">What was asked.</param>
internal sealed class EvidenceMeasurement(DifferentiableClassifier network, ScanOptions options)
{
    // Who is not among these is no one's target, or his model has more backdoors than can be told apart.
    private const int Suspects = 3;

    /// <summary>Measures the smallest triggers that work.</summary>
    /// <param name="samples">The samples of the scan.</param>
    /// <param name="path">Where they come from.</param>
    /// <param name="triggers">What the scan found, a trigger for each label.</param>
    /// <returns>The evidence of some labels, and how far the largest margin of all is above the others.</returns>
    public (IReadOnlyDictionary<int, CandidateEvidence> OfLabels, double MarginIndex) Run(Engine.Samples.CleanSamples samples, string path, IReadOnlyList<ReversedTrigger> triggers)
    {
        var (ready, _, _) = new SampleCheck(network).Run(samples.Draw(options.MaximumSamples, options.Seed), options, path);
        using (ready)
        {
            var classifier = new RawImageClassifier(network, ready.Preprocessing);
            var margin = new MarginSearch(classifier, network.InputShape);
            var margins = triggers.AsParallel().AsOrdered().Select(trigger => margin.LargestOf(trigger.Trigger.TargetLabel, options.Seed)).ToArray();
            var spread = MedianAbsoluteDeviation.Of(margins);
            var ofLabels = triggers.Index().Where(entry => entry.Item.Converged).OrderBy(entry => entry.Item.Trigger.MaskL1Norm).Take(Suspects)
                .AsParallel().Select(entry => (entry.Item.Trigger.TargetLabel, Evidence: Of(entry.Item.Trigger, -spread.AnomalyIndexOf(margins[entry.Index]))))
                .ToDictionary(entry => entry.TargetLabel, entry => entry.Evidence);
            return (ofLabels, -spread.AnomalyIndexOf(margins.Max()));

            CandidateEvidence Of(Trigger trigger, double marginIndex)
            {
                var robustness = Robustness.Of(trigger, classifier, ready.HeldOut, options.Seed);
                var (other, works) = Again(trigger.TargetLabel, classifier, ready);
                return new CandidateEvidence(
                    Compactness.Of(trigger), robustness.Shifted, robustness.Relit, robustness.Noisy,
                    works ? other.MaskL1Norm : null, MaskOverlap.Of(trigger, other), marginIndex);
            }
        }
    }

    private (Trigger Trigger, bool Works) Again(int label, RawImageClassifier classifier, PreparedSamples ready)
    {
        var reverser = new TriggerReverser(classifier, network.InputShape, InversionSettings.Fast(network.InputShape), SecondStart.SeedOf(options.Seed), LogitTemperature.Of(classifier, ready.Optimisation));
        return reverser.Reverse(new TriggerAim(label), ready.Optimisation);
    }
}
