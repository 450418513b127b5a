using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Scheduling;

namespace ModelAssert.Engine.Tests.Scheduling;

public class ScanPlanTests
{
    private const int Infected = 5;

    private static readonly ImageShape Shape = new(3, 32, 32);

    /// <summary>Masks shrink towards 100 pixels and some, the infected label's to 10.</summary>
    private static double Shrinking(int label, int step) => (label == Infected ? 10 : 100 + label) * (1 + 20.0 / step);

    [Fact]
    public void Few_labels_are_all_taken_to_their_end_the_smallest_first_after_a_third()
    {
        using var scan = new ScriptedScan(10, Shrinking) { Length = 16 };

        Assert.Null(scan.Run(HalvingPlan.Fast(10, Shape, seed: 0), threads: 1));
        Assert.All(scan.Results, result => Assert.Equal((16, null), (result.Steps, result.Stopped)));
        Assert.Equal(Infected, scan.Taken.First(taken => taken.Step == 6).Label);
    }

    [Theory]
    [InlineData(ScanProfile.Fast, 99, false)]
    [InlineData(ScanProfile.Fast, 100, true)]
    [InlineData(ScanProfile.Paper, 5000, false)]
    [InlineData(ScanProfile.PaperLowCost, 29, false)]
    [InlineData(ScanProfile.PaperLowCost, 30, true)]
    public void Labels_are_screened_only_among_many(ScanProfile profile, int labels, bool screens) => Assert.Equal(screens, ScanPlan.For(profile, labels, Shape, 0).Screens);

    [Fact]
    public void Among_more_the_larger_masks_are_stopped_with_an_interval_in_which_they_would_have_ended()
    {
        using var scan = new ScriptedScan(120, Shrinking);

        Assert.Equal(40, scan.Run(HalvingPlan.Fast(120, Shape, seed: 1))!.Count);
        var results = NormEstimates.Complete(scan.Results);
        var screened = results.Where(result => result.Stopped == LabelStop.Screened).ToList();
        Assert.InRange(scan.StepsTaken, 1, 120 * 30 * 0.75);
        Assert.Null(results[Infected].Stopped);
        Assert.Equal(30, results[Infected].Steps);
        Assert.InRange(screened.Count, 50, 80);
        Assert.All(screened, result =>
        {
            var (lower, estimate, upper) = result.NormInterval!;
            Assert.True(lower <= estimate && estimate <= upper);
            // All shrink alike here, so the estimate is the truth.
            Assert.Equal(Shrinking(result.Trigger.TargetLabel, 30), estimate, 3);
            Assert.Equal(result.Trigger.MaskL1Norm, upper);
        });
        Assert.All(results.Except(screened), result => Assert.Null(result.NormInterval));
    }

    [Fact]
    public void A_label_without_a_trigger_is_not_screened_out_for_its_size()
    {
        using var scan = new ScriptedScan(120, (label, step) => label == 42 ? 1000 : Shrinking(label, step)) { WorksFrom = label => label == 42 ? 25 : 6 };
        scan.Run(HalvingPlan.Fast(120, Shape, seed: 1));

        Assert.Equal((30, null, true), (scan.Results[42].Steps, scan.Results[42].Stopped, scan.Results[42].Converged));
    }

    [Fact]
    public void A_label_for_which_a_trigger_of_a_predecessor_works_is_not_screened_out()
    {
        using var scan = new ScriptedScan(120, Shrinking) { Predecessor = label => label == 117 ? ScriptedScan.TriggerOf(label, norm: 12) : null };
        var references = scan.Run(HalvingPlan.Fast(120, Shape, seed: 1))!;

        Assert.DoesNotContain(117, references);
        Assert.Null(scan.Results[117].Stopped);
        Assert.Equal(LabelStop.Screened, scan.Results[116].Stopped);
    }

    [Fact]
    public void Among_hundreds_a_few_steps_screen_and_a_reference_drawn_by_seed_stands_for_all()
    {
        using var scan = new ScriptedScan(1283, Shrinking);
        var references = scan.Run(HalvingPlan.Fast(1283, Shape, seed: 3))!;
        using var again = new ScriptedScan(1283, Shrinking);
        using var other = new ScriptedScan(1283, Shrinking);

        Assert.InRange(scan.StepsTaken, 1, 1283 * 30 * 0.15);
        Assert.Equal(40, references.Count);
        Assert.All([.. references, Infected], label => Assert.Null(scan.Results[label].Stopped));
        Assert.Equal(references, again.Run(HalvingPlan.Fast(1283, Shape, seed: 3)));
        Assert.NotEqual(references, other.Run(HalvingPlan.Fast(1283, Shape, seed: 4)));
    }

    [Fact]
    public void The_published_low_cost_scan_stops_when_its_candidates_stay_the_same()
    {
        // The candidates change with every step up to 12.
        using var scan = new ScriptedScan(1283, (label, step) => step <= 12 ? 500 + (label + step * 100) % 1283 : Shrinking(label, step)) { Length = 40 };
        var references = scan.Run(new LowCostPlan(1283, seed: 0))!;

        var analysed = scan.Results.Where(result => result.Stopped is null).Select(result => result.Trigger.TargetLabel).ToList();
        Assert.Equal(100, references.Count);
        Assert.Equal(200, analysed.Count);
        Assert.Contains(Infected, analysed);
        Assert.Empty(references.Intersect(analysed.Except(references)));
        // 12 that differ, the first of the steady ones, and ten that are like the one before.
        Assert.All(scan.Results.Where(result => result.Stopped is not null), result => Assert.Equal(23, result.Steps));
    }

    [Fact]
    public void Below_200_labels_the_low_cost_scan_takes_a_twelfth_as_candidates()
    {
        using var scan = new ScriptedScan(120, Shrinking) { Length = 40 };
        var references = scan.Run(new LowCostPlan(120, seed: 0))!;

        Assert.Equal(100, references.Count);
        Assert.Equal(110, scan.Results.Count(result => result.Stopped is null));
    }

    [Fact]
    public void A_named_error_of_a_label_ends_the_scan_under_its_name()
    {
        using var scan = new ScriptedScan(10, (_, _) => throw new ModelAssertException(DiagnosticIds.ModelMalformed, "m.onnx", "It broke.", "Mend it."));

        Assert.Equal(DiagnosticIds.ModelMalformed, Assert.Throws<ModelAssertException>(() => scan.Run(HalvingPlan.Fast(10, Shape, seed: 0))).Id);
    }

    [Theory]
    [InlineData(ScanProfile.Fast, 10)]
    [InlineData(ScanProfile.Fast, 120)]
    [InlineData(ScanProfile.Fast, 300)]
    [InlineData(ScanProfile.PaperLowCost, 43)]
    public void Where_the_time_limit_runs_out_no_label_is_screened_and_unfinished_ones_are_named(ScanProfile profile, int labels)
    {
        using var scan = new ScriptedScan(labels, Shrinking);
        scan.Run(ScanPlan.For(profile, labels, Shape, 0), limit: TimeSpan.Zero);

        Assert.All(scan.Results, result => Assert.Equal(LabelStop.TimeLimit, result.Stopped));
    }

    [Theory]
    [InlineData(ScanProfile.Fast, 120)]
    [InlineData(ScanProfile.Fast, 300)]
    [InlineData(ScanProfile.PaperLowCost, 43)]
    public void What_was_done_before_changes_no_decision(ScanProfile profile, int labels)
    {
        using var whole = new ScriptedScan(labels, Shrinking);
        var references = whole.Run(ScanPlan.For(profile, labels, Shape, 7));
        using var resumed = new ScriptedScan(labels, Shrinking);
        resumed.Know(whole.Results.Where((_, label) => label % 3 != 0));

        Assert.Equal(references, resumed.Run(ScanPlan.For(profile, labels, Shape, 7), threads: 5));
        Assert.Equal(whole.Results.Select(Facts), resumed.Results.Select(Facts));
        Assert.True(resumed.StepsTaken < 0.6 * whole.StepsTaken);

        static (int, LabelStop?, double) Facts(ReversedTrigger result) => (result.Steps, result.Stopped, result.Trigger.MaskL1Norm);
    }
}
