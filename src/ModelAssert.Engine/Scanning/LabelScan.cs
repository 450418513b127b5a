using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;

namespace ModelAssert.Engine.Scanning;

/// <summary>One label after another, from the cache or reversed anew. Safe to use from several threads at once.</summary>
/// <param name="reverser">Reverses the labels that the cache does not know.</param>
/// <param name="samples">The samples, ready; stay the caller's.</param>
/// <param name="cache">The cache, or <see langword="null"/>.</param>
/// <param name="labelCount">How many labels the scan has.</param>
/// <param name="progress">Told about every step, and the end of every label.</param>
internal sealed class LabelScan(
    TriggerReverser reverser, CheckedSamples samples, LabelCache? cache, int labelCount, IProgress<ScanProgress>? progress)
{
    /// <summary>Finds the trigger of one label.</summary>
    /// <param name="label">The label.</param>
    /// <param name="cancellation">Stops between mini-batches.</param>
    /// <returns>The trigger, stored already.</returns>
    public ReversedTrigger Run(int label, CancellationToken cancellation)
    {
        var reversed = cache?.Find(label) ?? Reverse(label, cancellation);
        progress?.Report(new ScanProgress(ScanStage.Reversed)
        {
            Label = label,
            LabelCount = labelCount,
            Step = reversed.Steps,
            MaximumSteps = reversed.Steps,
            MaskL1Norm = reversed.Converged ? reversed.Trigger.MaskL1Norm : null,
            Cached = reversed.Cached,
        });
        return reversed;
    }

    private ReversedTrigger Reverse(int label, CancellationToken cancellation)
    {
        var reversed = reverser.Reverse(label, samples.Optimisation, samples.HeldOut, OnStep, cancellation);
        cache?.Store(reversed);
        return reversed;

        void OnStep(int step, double bestNorm) => progress?.Report(new ScanProgress(ScanStage.Reversing)
        {
            Label = label,
            LabelCount = labelCount,
            Step = step,
            MaximumSteps = reverser.MaximumSteps,
            MaskL1Norm = double.IsFinite(bestNorm) ? bestNorm : null,
        });
    }
}
