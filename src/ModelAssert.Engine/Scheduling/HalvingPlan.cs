using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Scheduling;

/// <summary>A step at which the larger masks are stopped.</summary>
/// <param name="Step">The step.</param>
/// <param name="Kept">The share of all labels that goes on, the smallest masks.</param>
internal sealed record Checkpoint(int Step, double Kept);

/// <summary>
/// Successive halving: all labels to a checkpoint, the smaller masks to the next. Some labels drawn by seed go to their end whatever their size; median and deviation
/// are theirs alone, since those that survive are smaller than most and those that do not are too large for want of effort.
/// </summary>
/// <param name="settings">The constants of each label's optimisation.</param>
/// <param name="checkpoints">The checkpoints, in order.</param>
/// <param name="seed">Draws the references.</param>
internal sealed class HalvingPlan(InversionSettings settings, IReadOnlyList<Checkpoint> checkpoints, int seed) : ScanPlan(settings)
{
    /// <summary>
    /// With fewer labels than this every one is optimised to its end: the references would be a large part of them, and their deviation is what an index is worth.
    /// </summary>
    private const int FewestToScreen = 100;

    /// <summary>From so many labels on, masks are compared after a few steps.</summary>
    private const int Many = 200;

    /// <summary>As many labels tell the median deviation within some 15 %.</summary>
    private const int References = 40;

    /// <summary>
    /// From this step on a label without a working trigger is the exception, and goes on: it may leave the scan undecided, and that is not to be for want of effort.
    /// </summary>
    private const int TriggersAreExpected = 10;

    /// <inheritdoc />
    public override bool Screens => checkpoints.Any(checkpoint => checkpoint.Kept < 1);

    /// <summary>Every label to its end; in rounds, for a scan that may have to stop, so that the most suspicious ones are done first.</summary>
    public static HalvingPlan Whole(InversionSettings settings) => new(settings, [new(settings.MaximumSteps / 3, 1)], 0);

    /// <summary>
    /// The plan of the fast profile. Norms are far from their end at the checkpoints, but rank: with λ there from the start, the infected label of a network with 1,283 was
    /// the smallest of a sample of 98 from step 2 on, and by step 6 every one of them had a trigger that worked.
    /// </summary>
    public static HalvingPlan Fast(int labels, ImageShape shape, int seed) => labels switch
    {
        < FewestToScreen => Whole(InversionSettings.Fast(shape)),
        < Many => new(InversionSettings.FromNoise(shape), [new(10, 1 / 4.0)], seed),
        _ => new(InversionSettings.FromNoise(shape), [new(2, 1 / 8.0), new(10, 1 / 40.0)], seed),
    };

    /// <inheritdoc />
    public override IReadOnlyList<int>? Run(LabelScheduler scheduler)
    {
        var references = Screens ? Draw(scheduler.Runs, References, seed) : null;
        IReadOnlyList<LabelRun> running = scheduler.Runs;
        foreach (var (step, share) in checkpoints)
        {
            scheduler.Advance(running, step);
            if (IsLate(running, step))
                break;

            var bySize = BySize(running, step);
            var kept = (int)Math.Ceiling(scheduler.Runs.Count * share);
            running = [.. bySize.Where((run, rank) => rank < kept || references?.Contains(run.Label) == true || run.IsSuspect(step) || (step >= TriggersAreExpected && !run.HasWorkedBy(step)))];
            scheduler.Stop(bySize.Except(running), LabelStop.Screened);
        }

        Finish(scheduler, running);
        return references;
    }
}
