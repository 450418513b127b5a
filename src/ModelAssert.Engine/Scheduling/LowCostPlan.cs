using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Scheduling;

/// <summary>
/// The published low-cost scan (Wang et al. 2019, section VII; method, section 7): all labels in lock-step until the smallest masks stay the same labels, then the
/// published schedule for these and for a random reference, whose norms stand for those of clean labels.
/// </summary>
/// <param name="labels">How many labels are scanned.</param>
/// <param name="seed">Draws the reference.</param>
internal sealed class LowCostPlan(int labels, int seed) : ScanPlan(InversionSettings.PaperForMany)
{
    /// <summary>With fewer labels than this every one is optimised to its end (method, section 7, decision).</summary>
    public const int FewestLabels = 30;

    /// <summary>The published numbers are for 1,283 labels and say nothing for fewer than this (method, section 7, decision).</summary>
    private const int FewestAsPublished = 201;

    /// <summary>So many steps in a row the smallest masks must stay the same.</summary>
    private const int SteadyRounds = 10;

    private readonly int candidates = labels >= FewestAsPublished ? 100 : Math.Max(5, (int)Math.Ceiling(labels / 12.0));

    /// <inheritdoc />
    public override bool Screens => true;

    /// <inheritdoc />
    public override IReadOnlyList<int>? Run(LabelScheduler scheduler)
    {
        LabelRun[] smallest = [];
        for (var (step, steady) = (1, 0); steady < SteadyRounds && step <= Settings.MaximumSteps; step++)
        {
            scheduler.Advance(scheduler.Runs, step);
            if (IsLate(scheduler.Runs, step))
            {
                scheduler.Stop(scheduler.Runs, LabelStop.TimeLimit);
                return null;
            }

            LabelRun[] now = [.. BySize(scheduler.Runs, step).Take(candidates)];
            steady = 2 * now.Intersect(smallest).Count() > candidates ? steady + 1 : 0;
            smallest = now;
        }

        var rest = scheduler.Runs.Except(smallest);
        var references = Draw(rest, Math.Min(100, labels - candidates), seed);
        scheduler.Stop(rest.Where(run => !references.Contains(run.Label)), LabelStop.Screened);
        Finish(scheduler, [.. smallest, .. rest.Where(run => references.Contains(run.Label))]);
        return references;
    }
}
