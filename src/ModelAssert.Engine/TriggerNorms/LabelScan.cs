using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scheduling;

namespace ModelAssert.Engine.TriggerNorms;

/// <summary>What a scan does with each label: looks it up, measures and remembers it, and tells of it. Safe to use from several threads at once.</summary>
/// <param name="reverser">Measures triggers.</param>
/// <param name="samples">The samples, ready; stay the caller's.</param>
/// <param name="cache">The cache, or <see langword="null"/>.</param>
/// <param name="proposals">Triggers that other detectors propose.</param>
/// <param name="labelCount">How many labels the scan has.</param>
/// <param name="progress">Told about every step, and the end of every label.</param>
internal sealed class LabelScan(
    TriggerReverser reverser, PreparedSamples samples, LabelCache? cache, IReadOnlyList<ProposedTrigger> proposals, int labelCount, IProgress<ScanProgress>? progress) : ILabelWork
{
    /// <inheritdoc />
    public ReversedTrigger? Find(TriggerAim aim)
    {
        var found = cache?.Find(aim.Target);
        if (found is not null)
            ReportEnd(found);
        return found;
    }

    /// <inheritdoc />
    public ReversedTrigger? FindProposal(TriggerAim aim) => proposals.Where(proposal => proposal.Trigger.TargetLabel == aim.Target)
        .Select(proposal => new ReversedTrigger(proposal.Trigger, Converged: true, Steps: 0, reverser.SuccessRate(proposal.Trigger, samples.HeldOut)) { Origin = proposal.Origin })
        .Where(proposal => proposal.AttackSuccessRate >= LabelCache.WorkingSuccessRate)
        .Append(cache?.FindPredecessor(aim.Target)).OfType<ReversedTrigger>().MinBy(proposal => proposal.Trigger.MaskL1Norm);

    /// <inheritdoc />
    public void Report(LabelRun run) => progress?.Report(new ScanProgress(ScanStage.Reversing)
    {
        Label = run.Label,
        LabelCount = labelCount,
        Step = run.Steps,
        MaximumSteps = reverser.MaximumSteps,
        MaskL1Norm = double.IsFinite(run.Optimisation.BestNorm) ? run.Optimisation.BestNorm : null,
    });

    /// <inheritdoc />
    public ReversedTrigger Measure(LabelRun run, LabelStop? stopped)
    {
        var reversed = reverser.Measure(run.Optimisation, samples.HeldOut, stopped);
        // What the clock decided, another scan may decide otherwise.
        if (stopped != LabelStop.TimeLimit)
            cache?.Store(reversed);
        ReportEnd(reversed);
        return reversed;
    }

    private void ReportEnd(ReversedTrigger reversed) => progress?.Report(new ScanProgress(ScanStage.Reversed)
    {
        Label = reversed.Trigger.TargetLabel,
        LabelCount = labelCount,
        Step = reversed.Steps,
        MaximumSteps = reversed.Steps,
        MaskL1Norm = reversed.Converged ? reversed.Trigger.MaskL1Norm : null,
        Cached = reversed.Cached,
    });
}
