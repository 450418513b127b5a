using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.TriggerNorms;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Tests.Scanning;

public class SecondStartTests
{
    [Theory]
    // Small beside the median, and beside the scatter: there is nothing to ask.
    [InlineData(false, new double[] { 10, 60, 62, 64, 66, 68, 70, 72, 74, 76 })]
    // Not small.
    [InlineData(false, new double[] { 40, 60, 62, 64, 66, 68, 70, 72, 74, 76 })]
    // Beyond chance, but not far below half of the median: with another start it may not be.
    [InlineData(true, new double[] { 25, 60, 62, 64, 66, 68, 70, 72, 74, 76 })]
    // Small beside the median, but the others scatter: it may be chance.
    [InlineData(true, new double[] { 24, 40, 50, 55, 60, 65, 70, 80, 90, 105 })]
    public void It_is_needed_where_a_verdict_may_hang_on_the_start(bool needed, double[] norms)
    {
        LabelMeasurement[] measurements = [.. norms.Select((norm, label) => new LabelMeasurement(label, norm, true))];

        Assert.Equal(needed, SecondStart.IsNeeded(Judge.Decide(measurements, 2)));
        // Another threshold must not ask for another scan.
        Assert.Equal(needed, SecondStart.IsNeeded(Judge.Decide(measurements, 5)));
    }

    [Fact]
    public void A_scan_without_a_verdict_gets_none() =>
        Assert.False(SecondStart.IsNeeded(Judge.Decide([new LabelMeasurement(0, 1, true), new LabelMeasurement(1, 60, true)], 2)));

    [Fact]
    public void The_smaller_trigger_that_works_counts()
    {
        var better = SecondStart.Better(
            [Of(0, 30), Of(1, 30), Of(2, 30) with { Converged = false }, Of(3, 30) with { Stopped = LabelStop.Screened }, Of(4, 30)],
            [Of(0, 20), Of(1, 40), Of(2, 50), Of(3, 50), Of(4, 20) with { Converged = false }]);

        Assert.Equal([20.0, 30, 50, 50, 30], better.Select(trigger => trigger.Trigger.MaskL1Norm), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    private static ReversedTrigger Of(int label, double norm) => Scheduling.ScriptedScan.TriggerOf(label, norm);
}
