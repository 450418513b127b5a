using ModelAssert.Engine.Inversion;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Scheduling;

/// <summary>
/// Where the norms of labels that were screened out would have ended: as much smaller as those became that went on from the same step. For people only: taken into the
/// median and the deviation, estimates doubled the anomaly index of a network with 43 labels, since what is estimated alike scatters less.
/// </summary>
internal static class NormEstimates
{
    /// <summary>Puts the estimates in.</summary>
    /// <param name="reversed">All labels.</param>
    /// <returns>The same, with an interval for each that was screened out after its trigger worked.</returns>
    public static ReversedTrigger[] Complete(IReadOnlyList<ReversedTrigger> reversed)
    {
        ReversedTrigger[] finished = [.. reversed.Where(label => label is { Stopped: null, Converged: true })];
        return [.. reversed.Select(label => label is { Stopped: LabelStop.Screened, Converged: true } && IntervalOf(label, finished) is { } interval
            ? label with { NormInterval = interval }
            : label)];
    }

    private static NormInterval? IntervalOf(ReversedTrigger label, IEnumerable<ReversedTrigger> finished)
    {
        var step = label.Steps;
        double[] shrunk = [.. finished.Where(other => other.Norms.Count >= step).Select(other => other.Trigger.MaskL1Norm / other.Norms[step - 1]).Where(double.IsFinite)];
        if (shrunk.Length == 0)
            return null;

        var (now, upper) = (label.Norms[step - 1], label.Trigger.MaskL1Norm);
        return new NormInterval(Math.Min(upper, now * shrunk.Min()), Math.Min(upper, now * MedianAbsoluteDeviation.Of(shrunk).Median), upper);
    }
}
