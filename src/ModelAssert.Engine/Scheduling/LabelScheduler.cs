using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Scheduling;

/// <summary>
/// All labels of a scan, or all pairs of labels, advanced side by side, one thread each. Which thread takes which label, and how many there are, changes no number: labels are independent
/// between checkpoints, and at a checkpoint all of them have come equally far.
/// </summary>
/// <param name="runs">The labels.</param>
/// <param name="work">What is done with a label.</param>
/// <param name="deadline">When all must end.</param>
/// <param name="threads">How many labels are worked on at once.</param>
/// <param name="cancellation">Stops between mini-batches.</param>
internal sealed class LabelScheduler(IReadOnlyList<LabelRun> runs, ILabelWork work, Deadline deadline, int threads, CancellationToken cancellation)
{
    public IReadOnlyList<LabelRun> Runs => runs;

    /// <summary>Looks every label up, and asks what is proposed for it.</summary>
    public void LookUp() => ForEach(runs, run =>
    {
        run.Proposal = work.FindProposal(run.Aim);
        if (work.Find(run.Aim) is { } known)
            run.End(known);
    });

    /// <summary>Takes labels to a checkpoint, the first ones first; those whose schedule ends are measured.</summary>
    /// <param name="some">The labels, in the order of their importance: it counts where the time limit runs out.</param>
    /// <param name="step">The checkpoint.</param>
    public void Advance(IEnumerable<LabelRun> some, int step) => ForEach(some, run =>
    {
        if (run.Result is not null && run.Needs(step))
            run.Restart();
        while (run.Result is null && run.Needs(step) && !deadline.HasPassed)
        {
            run.Optimisation.Step(cancellation);
            work.Report(run);
        }

        if (run.Result is null && run.Optimisation.IsOver)
            run.End(work.Measure(run, stopped: null));
    });

    /// <summary>Ends labels early. Those that are done already stay as they are.</summary>
    public void Stop(IEnumerable<LabelRun> some, LabelStop why) => ForEach(some, run =>
    {
        if (run.Result is null)
            run.End(work.Measure(run, why));
    });

    /// <summary>In order, one at a time for each thread: a range that is handed out at once would put the last before the first.</summary>
    private void ForEach(IEnumerable<LabelRun> some, Action<LabelRun> action)
    {
        try
        {
            Parallel.ForEach(
                Partitioner.Create(some, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, action);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<ModelAssertException>().FirstOrDefault() is { } named)
        {
            // Two labels may fail alike at once; whoever asked for the scan wants the name of the error.
            ExceptionDispatchInfo.Throw(named);
        }
    }
}

/// <summary>What a scan does with a label, besides optimising it. Called from several threads.</summary>
internal interface ILabelWork
{
    /// <summary>What the cache knows of it, or <see langword="null"/>.</summary>
    ReversedTrigger? Find(TriggerAim aim);

    /// <summary>The smallest trigger that was proposed for it and works, or <see langword="null"/>.</summary>
    ReversedTrigger? FindProposal(TriggerAim aim);

    /// <summary>Tells that a step was taken.</summary>
    void Report(LabelRun run);

    /// <summary>Measures its trigger, and remembers it.</summary>
    ReversedTrigger Measure(LabelRun run, LabelStop? stopped);
}
