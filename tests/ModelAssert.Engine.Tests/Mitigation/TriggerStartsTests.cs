using ModelAssert.Engine.Mitigation;

namespace ModelAssert.Engine.Tests.Mitigation;

public class TriggerStartsTests
{
    private const int Infected = 2;

    [Fact]
    public void Other_starts_give_other_triggers_that_work_and_the_same_ones_each_time()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);
        var found = TrainableStripeNetwork.Checkerboard(Infected);
        var options = new ScanOptions();

        var starts = TriggerStarts.Around(network, found, samples, options, TestContext.Current.CancellationToken);
        var again = TriggerStarts.Around(network, found, samples, options, TestContext.Current.CancellationToken);

        Assert.Same(found, starts.Found);
        Assert.Equal((4, 4), (starts.Learned.Count, starts.Unseen.Count));
        var measure = new MitigationMeasure(samples.HeldOut, samples.Preprocessing);
        Assert.All(starts.Learned.Concat(starts.Unseen), trigger => Assert.True(measure.EffectOf(trigger, network).AttackSuccessRate > 0.5));
        Assert.Equal(8, starts.Learned.Concat(starts.Unseen).DistinctBy(trigger => trigger.MaskL1Norm).Count());
        Assert.Equal(starts.Unseen.SelectMany(trigger => trigger.Mask), again.Unseen.SelectMany(trigger => trigger.Mask));
    }
}
