using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Scheduling;

/// <summary>One label on its way through a scan, or one pair of labels: known from the cache, under way, or done. One thread at a time.</summary>
/// <param name="aim">What its trigger shall do.</param>
/// <param name="start">Begins its optimisation.</param>
internal sealed class LabelRun(TriggerAim aim, Func<ILabelOptimisation> start) : IDisposable
{
    private ILabelOptimisation? optimisation;

    public TriggerAim Aim => aim;

    public int Label => aim.Target;

    /// <summary>What it came to; <see langword="null"/> while it is under way.</summary>
    public ReversedTrigger? Result { get; private set; }

    /// <summary>A trigger that was proposed for it and works, or <see langword="null"/>.</summary>
    public ReversedTrigger? Proposal { get; set; }

    /// <summary>The steps taken.</summary>
    public int Steps => Norms.Count;

    /// <summary>Its optimisation, begun when it is first asked for.</summary>
    public ILabelOptimisation Optimisation => optimisation ??= start();

    private IReadOnlyList<double> Norms => Result?.Norms ?? optimisation?.Norms ?? [];

    /// <summary>The norm of the mask in a step, or in the last one where it ended before.</summary>
    /// <param name="step">The step, counted from 1, of those that were taken.</param>
    public double NormAt(int step) => Norms is { Count: > 0 } norms ? norms[Math.Min(step, norms.Count) - 1] : double.PositiveInfinity;

    /// <summary>Whether a trigger worked in this step or before.</summary>
    public bool HasWorkedBy(int step) => (Result is null ? optimisation?.FirstSuccess : Result.FirstSuccess) <= step;

    /// <summary>Whether a proposed trigger is smaller than the mask in a step: however large that is, the label is not to be passed over.</summary>
    public bool IsSuspect(int step) => Proposal?.Trigger.MaskL1Norm < NormAt(step);

    /// <summary>Whether another step up to this one is to be taken. What the cache has of a label that was screened out is no use where it is not this time.</summary>
    public bool Needs(int step) => Result is null or { Stopped: LabelStop.Screened } ? Steps < step && optimisation?.IsOver != true : false;

    /// <summary>Forgets what the cache has, to begin anew.</summary>
    public void Restart() => Result = null;

    /// <summary>Ends it; the state of the optimisation is freed.</summary>
    public void End(ReversedTrigger result)
    {
        Result = result;
        Dispose();
    }

    public void Dispose()
    {
        optimisation?.Dispose();
        optimisation = null;
    }
}
