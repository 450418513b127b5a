using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Scheduling;

namespace ModelAssert.Engine.Tests.Scheduling;

/// <summary>A scan without a network: the norm of each label in each step is written down, and what a plan does with it is seen.</summary>
/// <param name="labels">How many labels there are.</param>
/// <param name="norms">The norm of a label in a step, counted from 1.</param>
internal sealed class ScriptedScan(int labels, Func<int, int, double> norms) : ILabelWork, IDisposable
{
    private readonly Dictionary<int, ReversedTrigger> known = [];
    private readonly Lock gate = new();
    private IReadOnlyList<LabelRun> runs = [];

    public int StepsTaken { get; private set; }

    /// <summary>The labels in the order in which they took a step beyond a given one.</summary>
    public List<(int Label, int Step)> Taken { get; } = [];

    /// <summary>The step from which on triggers work, by label.</summary>
    public Func<int, int> WorksFrom { get; init; } = _ => 6;

    /// <summary>How many steps there are.</summary>
    public int Length { get; init; } = 30;

    /// <summary>What works of a predecessor, by label.</summary>
    public Func<int, ReversedTrigger?> Predecessor { get; init; } = _ => null;

    public IReadOnlyList<ReversedTrigger> Results => [.. runs.Select(run => run.Result!)];

    /// <summary>What an earlier scan left in the cache.</summary>
    public void Know(IEnumerable<ReversedTrigger> results)
    {
        foreach (var result in results)
            known[result.Trigger.TargetLabel] = result;
    }

    public IReadOnlyList<int>? Run(ScanPlan plan, int threads = 2, TimeSpan? limit = null)
    {
        runs = [.. Enumerable.Range(0, labels).Select(label => new LabelRun(new TriggerAim(label), () => new Scripted(this, label)))];
        var scheduler = new LabelScheduler(runs, this, new Deadline(limit), threads, TestContext.Current.CancellationToken);
        scheduler.LookUp();
        return plan.Run(scheduler);
    }

    /// <summary>A trigger whose mask has a given norm.</summary>
    public static ReversedTrigger TriggerOf(int label, double norm)
    {
        // A mask of as many pixels as it takes, in [0, 1].
        var pixels = (int)Math.Ceiling(norm);
        var mask = Enumerable.Repeat((float)(norm / pixels), pixels).ToArray();
        return new ReversedTrigger(new Trigger(label, new ImageShape(1, 1, pixels), mask, new float[pixels]), Converged: true, Steps: 0, AttackSuccessRate: 1);
    }

    public void Dispose()
    {
        foreach (var run in runs)
            run.Dispose();
    }

    public ReversedTrigger? Find(TriggerAim aim) => known.GetValueOrDefault(aim.Target);

    public ReversedTrigger? FindProposal(TriggerAim aim) => Predecessor(aim.Target);

    public void Report(LabelRun run)
    {
        lock (gate)
        {
            StepsTaken++;
            Taken.Add((run.Label, run.Steps));
        }
    }

    public ReversedTrigger Measure(LabelRun run, LabelStop? stopped)
    {
        var (trigger, converged) = run.Optimisation.Result();
        return new ReversedTrigger(trigger, converged, run.Steps, 1) { Stopped = stopped, Norms = [.. run.Optimisation.Norms], FirstSuccess = run.Optimisation.FirstSuccess };
    }

    private sealed class Scripted(ScriptedScan scan, int label) : ILabelOptimisation
    {
        private readonly List<double> norms = [];

        public bool IsOver => norms.Count >= scan.Length;

        public IReadOnlyList<double> Norms => norms;

        public double BestNorm => norms[^1];

        public int? FirstSuccess => norms.Count >= scan.WorksFrom(label) ? scan.WorksFrom(label) : null;

        public void Step(CancellationToken cancellation) => norms.Add(scan.NormOf(label, norms.Count + 1));

        public (Trigger Trigger, bool Converged) Result() => (TriggerOf(label, norms.LastOrDefault(1)).Trigger, FirstSuccess is not null);

        public void Dispose()
        {
        }
    }

    private double NormOf(int label, int step) => norms(label, step);
}
