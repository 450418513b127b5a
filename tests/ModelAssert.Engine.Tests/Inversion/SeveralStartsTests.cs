using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Tests.Scheduling;

namespace ModelAssert.Engine.Tests.Inversion;

public class SeveralStartsTests
{
    [Fact]
    public void The_smallest_trigger_that_works_counts_whichever_start_found_it()
    {
        using var starts = new SeveralStarts([new Scripted([90, 50, 40], worksFrom: 1), new Scripted([60, 20, 15], worksFrom: 3)]);
        starts.Step(TestContext.Current.CancellationToken);
        Assert.Equal((90, 1), (starts.BestNorm, starts.FirstSuccess));
        starts.Step(TestContext.Current.CancellationToken);
        Assert.Equal((50, false), (starts.BestNorm, starts.IsOver));
        starts.Step(TestContext.Current.CancellationToken);

        Assert.Equal((15, true), (starts.BestNorm, starts.IsOver));
        Assert.Equal([90, 50, 15], starts.Norms);
        Assert.Equal((15, true), (starts.Result().Trigger.MaskL1Norm, starts.Result().Converged));
    }

    [Fact]
    public void While_none_works_the_larger_mask_is_told_and_no_success()
    {
        using var starts = new SeveralStarts([new Scripted([90, 50], worksFrom: 9), new Scripted([60, 70], worksFrom: 9)]);
        starts.Step(TestContext.Current.CancellationToken);
        starts.Step(TestContext.Current.CancellationToken);

        Assert.Equal([90, 70], starts.Norms);
        Assert.Equal((double.PositiveInfinity, null), (starts.BestNorm, starts.FirstSuccess));
        Assert.False(starts.Result().Converged);
    }

    [Fact]
    public void One_that_is_over_rests_while_another_goes_on()
    {
        var (short_, long_) = (new Scripted([90], worksFrom: 1), new Scripted([80, 70, 60], worksFrom: 1));
        using var starts = new SeveralStarts([short_, long_]);
        while (!starts.IsOver)
            starts.Step(TestContext.Current.CancellationToken);

        Assert.Equal((1, 3), (short_.Norms.Count, long_.Norms.Count));
        Assert.Equal([80, 70, 60], starts.Norms);
    }

    [Fact]
    public void All_of_them_are_freed()
    {
        Scripted[] some = [new([1], 1), new([2], 1)];
        new SeveralStarts(some).Dispose();

        Assert.All(some, start => Assert.True(start.IsDisposed));
    }

    /// <summary>Has these norms, and a trigger that works from a step on.</summary>
    private sealed class Scripted(double[] script, int worksFrom) : ILabelOptimisation
    {
        private readonly List<double> norms = [];

        public bool IsDisposed { get; private set; }

        public bool IsOver => norms.Count == script.Length;

        public IReadOnlyList<double> Norms => norms;

        public double BestNorm => norms.Count >= worksFrom ? norms.Skip(worksFrom - 1).Min() : double.PositiveInfinity;

        public int? FirstSuccess => norms.Count >= worksFrom ? worksFrom : null;

        public void Step(CancellationToken cancellation) => norms.Add(script[norms.Count]);

        public (Trigger Trigger, bool Converged) Result() => (ScriptedScan.TriggerOf(0, double.IsFinite(BestNorm) ? BestNorm : norms[^1]).Trigger, double.IsFinite(BestNorm));

        public void Dispose() => IsDisposed = true;
    }
}
