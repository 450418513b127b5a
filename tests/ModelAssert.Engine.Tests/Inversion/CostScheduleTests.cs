using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Tests.Inversion;

/// <summary>The traps of the published loop (method, section 5), each by its number.</summary>
public class CostScheduleTests
{
    private static readonly InversionSettings Settings = InversionSettings.Paper;

    [Fact]
    public void Trap_1_the_cost_starts_at_zero_and_in_short_runs_at_its_initial_value()
    {
        Assert.Equal(0, new CostSchedule(Settings).Cost);
        Assert.Equal(1e-3, new CostSchedule(Settings with { CostStartsAtZero = false }).Cost);
    }

    [Fact]
    public void Five_successes_in_a_row_switch_the_cost_on()
    {
        var schedule = new CostSchedule(Settings);
        Succeed(schedule, 4);
        Fail(schedule, 1);
        Succeed(schedule, 4);
        Assert.Equal(0, schedule.Cost);

        Succeed(schedule, 1);
        Assert.Equal(1e-3, schedule.Cost);
    }

    [Fact]
    public void Trap_2_the_cost_goes_up_by_two_and_down_by_two_to_the_power_of_one_and_a_half()
    {
        var schedule = new CostSchedule(Settings with { CostStartsAtZero = false });
        Succeed(schedule, 5);
        Assert.Equal(2e-3, schedule.Cost, 12);

        Fail(schedule, 5);
        Assert.Equal(2e-3 / 2.8284271247461903, schedule.Cost, 12);
    }

    [Fact]
    public void Trap_4_what_happened_while_the_cost_was_zero_does_not_count()
    {
        var schedule = new CostSchedule(Settings);
        Fail(schedule, 5);
        Succeed(schedule, 5);
        Assert.Equal(1e-3, schedule.Cost);

        // Only "up" has been seen since; were the earlier "down" remembered, this would stop.
        Succeed(schedule, 100, norm: 50);
        Assert.False(schedule.ShouldStop);
    }

    [Fact]
    public void Trap_5_a_label_that_never_succeeds_has_no_best_and_never_stops_early()
    {
        var schedule = new CostSchedule(Settings);
        Fail(schedule, 1000);

        Assert.False(schedule.ShouldStop);
        Assert.Equal(double.PositiveInfinity, schedule.BestNorm);
    }

    [Fact]
    public void Trap_7_the_cost_rises_above_its_initial_value_and_is_not_set_back()
    {
        var schedule = new CostSchedule(Settings);
        var highest = 0.0;
        for (var i = 0; i < 40; i++)
        {
            Succeed(schedule, 1);
            Assert.True(schedule.Cost >= highest);
            highest = schedule.Cost;
        }

        Assert.True(highest > 8e-3);
    }

    [Fact]
    public void Trap_7_only_a_mask_that_succeeds_is_kept()
    {
        var schedule = new CostSchedule(Settings);
        Assert.False(schedule.Observe(0.98, 1));
        Assert.True(schedule.Observe(0.99, 80));
        Assert.False(schedule.Observe(0.5, 2));
        Assert.False(schedule.Observe(1, 80));
        Assert.True(schedule.Observe(1, 79));
        Assert.Equal(79, schedule.BestNorm);
    }

    [Fact]
    public void It_stops_after_twenty_five_steps_without_progress_once_the_cost_moved_both_ways()
    {
        var schedule = new CostSchedule(Settings with { CostStartsAtZero = false });
        Succeed(schedule, 5, norm: 50);
        Fail(schedule, 5);
        Assert.False(schedule.ShouldStop);

        // The first of the steps above set the best; nine have stalled since.
        Succeed(schedule, 15, norm: 50);
        Assert.False(schedule.ShouldStop);
        Succeed(schedule, 1, norm: 50);
        Assert.True(schedule.ShouldStop);
    }

    [Fact]
    public void The_published_constants_are_those_of_the_first_column()
    {
        Assert.Equal((31, 1000, 32), (Settings.BatchesPerStep, Settings.MaximumSteps, Settings.BatchSize));
        Assert.Equal((0.1, 0.5, 0.9), (Settings.LearningRate, Settings.Beta1, Settings.Beta2));
        Assert.Equal((0.99, 5, 1e-3, 2.0), (Settings.SuccessThreshold, Settings.Patience, Settings.InitialCost, Settings.CostMultiplierUp));
        Assert.Equal((1.0, 25), (Settings.EarlyStopThreshold, Settings.EarlyStopPatience));
        Assert.True(Settings.KeepsTargetImages);
    }

    private static void Succeed(CostSchedule schedule, int steps, double norm = 100) => Repeat(schedule, steps, 1, norm);

    private static void Fail(CostSchedule schedule, int steps) => Repeat(schedule, steps, 0.5, 10);

    private static void Repeat(CostSchedule schedule, int steps, double successRate, double norm)
    {
        for (var i = 0; i < steps; i++)
            schedule.Observe(successRate, norm);
    }
}
