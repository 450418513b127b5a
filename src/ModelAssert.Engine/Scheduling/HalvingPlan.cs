using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Scheduling;

/// <summary>A step at which the larger masks are stopped.</summary>
/// <param name="Step">The step.</param>
/// <param name="Kept">The share of all labels that goes on, the smallest masks.</param>
internal sealed record Checkpoint(int Step, double Kept);

/// <summary>
/// Successive halving: all labels to a checkpoint, the smaller masks to the next. A few labels drawn by seed go on whatever their size, so that it is known how
/// much those that were stopped would have shrunk.
/// </summary>
/// <param name="settings">The constants of each label's optimisation.</param>
/// <param name="checkpoints">The checkpoints, in order.</param>
/// <param name="references">How many labels go on whatever their size.</param>
/// <param name="areReferencesAll">Whether the references alone stand for all labels in the statistics, because the others were stopped too early for an estimate.</param>
/// <param name="seed">Draws the references.</param>
internal sealed class HalvingPlan(InversionSettings settings, IReadOnlyList<Checkpoint> checkpoints, int references, bool areReferencesAll, int seed) : ScanPlan(settings)
{
    /// <summary>From so many labels on, masks are compared after a few steps.</summary>
    private const int Many = 200;

    /// <summary>
    /// From this step on a label without a working trigger is the exception, and goes on: it may leave the scan undecided, and that is not to be for want of effort.
    /// </summary>
    private const int TriggersAreExpected = 15;

    /// <inheritdoc />
    public override bool Screens => checkpoints.Any(checkpoint => checkpoint.Kept < 1);

    /// <summary>Every label to its end; in rounds, for a scan that may have to stop, so that the most suspicious ones are done first.</summary>
    public static HalvingPlan Whole(InversionSettings settings) => new(settings, [new(settings.MaximumSteps / 3, 1)], 0, areReferencesAll: false, 0);

    /// <summary>
    /// The plan of the fast profile. Norms are within 1.3 times their end at step 20, and rank by then; with λ there from the start the smallest of all are among the
    /// first after 8 mini-batches (tests/ModelAssert.Benchmarks, growth).
    /// </summary>
    public static HalvingPlan Fast(int labels, int seed) => labels switch
    {
        < FewestToScreen => Whole(InversionSettings.Fast),
        < Many => new(InversionSettings.Fast, [new(20, 1 / 2.0), new(35, 1 / 4.0)], Math.Max(8, labels / 6), areReferencesAll: false, seed),
        _ => new(InversionSettings.FastForMany, [new(4, 1 / 10.0), new(20, 1 / 40.0)], 40, areReferencesAll: true, seed),
    };

    /// <inheritdoc />
    public override IReadOnlyList<int>? Run(LabelRace race)
    {
        var drawn = Draw(race.Runs, references, seed);
        IReadOnlyList<LabelRun> running = race.Runs;
        foreach (var (step, share) in checkpoints)
        {
            race.Advance(running, step);
            if (IsLate(running, step))
                break;

            var bySize = BySize(running, step);
            var kept = (int)Math.Ceiling(race.Runs.Count * share);
            running = [.. bySize.Where((run, rank) => rank < kept || drawn.Contains(run.Label) || (step >= TriggersAreExpected && !run.HasWorkedBy(step)))];
            race.Stop(bySize.Except(running), LabelStop.Screened);
        }

        race.Advance(running, Settings.MaximumSteps);
        race.Stop(running, LabelStop.TimeLimit);
        return areReferencesAll ? drawn : null;
    }
}
