using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Scheduling;

/// <summary>How the effort of a scan is spread over its labels. Plans decide by norms alone, never by time, so the same scan takes the same decisions.</summary>
/// <param name="settings">The constants of each label's optimisation.</param>
internal abstract class ScanPlan(InversionSettings settings)
{
    public InversionSettings Settings => settings;

    /// <summary>Whether labels may be stopped early, so that a label's result depends on what the others are.</summary>
    public abstract bool Screens { get; }

    /// <summary>The plan of a scan.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="labels">How many labels are scanned.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="seed">Draws reference labels.</param>
    public static ScanPlan For(ScanProfile profile, int labels, ImageShape shape, int seed) => profile switch
    {
        ScanProfile.Paper => HalvingPlan.Whole(InversionSettings.Paper),
        ScanProfile.PaperLowCost => labels < LowCostPlan.FewestLabels ? HalvingPlan.Whole(InversionSettings.Paper) : new LowCostPlan(labels, seed),
        _ => HalvingPlan.Fast(labels, shape, seed),
    };

    /// <summary>Takes all labels to their end, or to where they are stopped.</summary>
    /// <param name="scheduler">The labels, looked up.</param>
    /// <returns>The labels that stand for all in the statistics, or <see langword="null"/> if every label does.</returns>
    public abstract IReadOnlyList<int>? Run(LabelScheduler scheduler);

    /// <summary>Some of the labels, drawn by a seed.</summary>
    protected static int[] Draw(IEnumerable<LabelRun> from, int count, int seed)
    {
        int[] labels = [.. from.Select(run => run.Label).Order()];
        new Random(seed).Shuffle(labels);
        return [.. labels.Take(count).Order()];
    }

    /// <summary>Whether the time limit ran out before all of these came to a step. Then nothing can be compared, and no label is screened out.</summary>
    protected static bool IsLate(IEnumerable<LabelRun> runs, int step) => runs.Any(run => run.Needs(step));

    /// <summary>Takes labels to the end of their schedule, or of the time limit.</summary>
    protected void Finish(LabelScheduler scheduler, IReadOnlyList<LabelRun> runs)
    {
        scheduler.Advance(runs, Settings.MaximumSteps);
        scheduler.Stop(runs, LabelStop.TimeLimit);
    }

    /// <summary>Labels by the norm of their masks in a step, the smallest first; equal ones by number.</summary>
    protected static LabelRun[] BySize(IEnumerable<LabelRun> runs, int step) => [.. runs.OrderBy(run => run.NormAt(step)).ThenBy(run => run.Aim.Target).ThenBy(run => run.Aim.Source)];
}
