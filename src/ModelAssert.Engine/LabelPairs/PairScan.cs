using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scheduling;

namespace ModelAssert.Engine.LabelPairs;

/// <summary>
/// What a scan does with each pair of labels: measures it, and tells of it. Nothing is cached: an entry would have to be as good as one of a label, and a screened scan
/// is over sooner than a cache of hundreds of entries is proven. Safe to use from several threads at once.
/// </summary>
/// <param name="reverser">Measures triggers.</param>
/// <param name="samples">The samples, ready; stay the caller's.</param>
/// <param name="pairCount">How many pairs the scan has.</param>
/// <param name="progress">Told about every step.</param>
internal sealed class PairScan(TriggerReverser reverser, PreparedSamples samples, int pairCount, IProgress<ScanProgress>? progress) : ILabelWork
{
    private int done;

    /// <inheritdoc />
    public ReversedTrigger? Find(TriggerAim aim) => null;

    /// <inheritdoc />
    public ReversedTrigger? FindProposal(TriggerAim aim) => null;

    /// <inheritdoc />
    public void Report(LabelRun run) => Tell();

    /// <inheritdoc />
    public ReversedTrigger Measure(LabelRun run, LabelStop? stopped)
    {
        var reversed = reverser.Measure(run.Optimisation, samples.HeldOut, stopped, run.Aim.Source);
        Interlocked.Increment(ref done);
        Tell();
        return reversed;
    }

    private void Tell() => progress?.Report(new ScanProgress(ScanStage.ReversingPairs) { Message = $"{Volatile.Read(ref done)} of {pairCount} pairs of labels" });
}
