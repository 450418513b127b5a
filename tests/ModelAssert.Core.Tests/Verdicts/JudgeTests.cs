using ModelAssert.Verdicts;

namespace ModelAssert.Core.Tests.Verdicts;

public class JudgeTests
{
    private const double Threshold = 2;

    [Fact]
    public void A_single_small_mask_is_infected()
    {
        var judgement = Decide(10, 60, 62, 64, 66, 68, 70, 72, 74, 76);

        Assert.Equal(Verdict.Infected, judgement.Verdict);
        Assert.Equal(7.6892, judgement.AnomalyIndex!.Value, 4);
        Assert.Equal(67, judgement.MedianNorm);
        Assert.Equal(0, Assert.Single(judgement.Labels, label => label.State == LabelState.Infected).Label);
        Assert.Contains("Label 0 is infected", Assert.Single(judgement.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    // The published settings and the two others of the golden runs: one real pair of models each.
    [InlineData(3, new[] { 89.6, 129.3, 77.0, 19.0, 111.3, 74.8, 116.4, 104.5, 88.3, 117.9 })]
    [InlineData(3, new[] { 81.7, 120.6, 74.3, 11.9, 100.5, 77.8, 105.2, 96.3, 71.3, 102.1 })]
    [InlineData(3, new[] { 103.7, 140.5, 92.5, 19.6, 132.2, 96.1, 120.5, 111.1, 94.1, 128.1 })]
    public void The_golden_infected_model_is_infected(int label, double[] norms)
    {
        var judgement = Decide(norms);

        Assert.Equal(Verdict.Infected, judgement.Verdict);
        Assert.Equal(label, Assert.Single(judgement.Labels, candidate => candidate.State == LabelState.Infected).Label);
    }

    [Theory]
    [InlineData(94.7, 138.9, 83.6, 85.0, 103.3, 96.4, 94.7, 81.3, 89.1, 100.0)]
    [InlineData(90.9, 123.8, 73.8, 75.4, 89.8, 87.8, 85.5, 75.7, 81.8, 90.4)]
    [InlineData(104.8, 149.6, 94.1, 88.1, 114.5, 114.9, 105.5, 90.9, 96.6, 117.0)]
    public void The_golden_clean_model_is_clean(params double[] norms) => Assert.Equal(Verdict.Clean, Decide(norms).Verdict);

    [Fact]
    public void A_naturally_weak_label_is_vulnerable_and_the_model_clean()
    {
        // 0.65 of the median: an outlier by the index alone.
        var judgement = Decide(60, 90, 91, 92, 93, 94, 95, 96, 97, 98);

        Assert.True(judgement.AnomalyIndex > Threshold);
        Assert.Equal(Verdict.Clean, judgement.Verdict);
        Assert.Equal(LabelState.Vulnerable, judgement.Labels[0].State);
        Assert.Contains("vulnerable", Assert.Single(judgement.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_trigger_among_some_that_scatter_is_vulnerable_and_says_why()
    {
        // 0.44 of the median and 2.02 deviations below it: every eighth clean model has such a label.
        var judgement = Decide(44, 70, 80, 92, 98, 104, 110, 118, 130, 140);

        Assert.Equal((LabelState.Vulnerable, Verdict.Clean), (judgement.Labels[0].State, judgement.Verdict));
        Assert.InRange(judgement.Labels[0].PValue!.Value, Judge.MaximumInfectedPValue, 1);
        Assert.True(judgement.Labels[0].NormToMedian < Judge.MaximumInfectedNormToMedian);
        Assert.Contains("by chance", Assert.Single(judgement.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Among_few_labels_chance_is_not_asked()
    {
        // Of three labels p is never small: 0.11 of the median is enough.
        var judgement = Decide(6, 50, 58);

        Assert.Equal(LabelState.Infected, judgement.Labels[0].State);
        Assert.True(judgement.Labels[0].PValue > Judge.MaximumInfectedPValue);
    }

    [Fact]
    public void By_the_published_rule_the_index_decides_alone()
    {
        double[] norms = [60, 90, 91, 92, 93, 94, 95, 96, 97, 98];

        var judgement = Judge.Decide(Measure(norms), Threshold, publishedRule: true);

        Assert.Equal((Verdict.Infected, LabelState.Infected), (judgement.Verdict, judgement.Labels[0].State));
        Assert.DoesNotContain(judgement.Labels, label => label.State == LabelState.Vulnerable);
    }

    [Fact]
    public void A_large_mask_is_never_flagged()
    {
        var judgement = Decide(60, 61, 62, 63, 64, 65, 66, 67, 68, 500);

        Assert.Equal(Verdict.Clean, judgement.Verdict);
        Assert.True(judgement.Labels[^1].AnomalyIndex < -Threshold);
    }

    [Fact]
    public void An_index_equal_to_the_threshold_is_not_above_it()
    {
        var index = Decide(10, 60, 62, 64, 66, 68, 70, 72, 74, 76).AnomalyIndex!.Value;
        var measurements = Measure(10, 60, 62, 64, 66, 68, 70, 72, 74, 76);

        Assert.Equal(Verdict.Clean, Judge.Decide(measurements, index).Verdict);
        Assert.Equal(Verdict.Infected, Judge.Decide(measurements, index - 1e-9).Verdict);
    }

    [Fact]
    public void Fewer_than_three_labels_are_inconclusive() => AssertInconclusive(Measure(1, 100), "2 labels");

    [Fact]
    public void Equal_norms_are_inconclusive() => AssertInconclusive(Measure(1, 50, 50, 50, 50), "same size");

    [Fact]
    public void A_norm_that_is_no_number_is_inconclusive() => AssertInconclusive(Measure(1, double.NaN, 50, 51, 52), "label 1");

    [Fact]
    public void More_than_a_fifth_without_a_working_trigger_is_inconclusive() =>
        AssertInconclusive(Measure(10, 60, 62, 64, 66).Select((m, i) => m with { Converged = i > 1 }).ToArray(), "2 of 5 labels");

    [Fact]
    public void An_unfinished_label_is_never_flagged_as_small_and_never_called_clean_with_a_mask_as_small_as_a_backdoors()
    {
        var measurements = Measure(10, 60, 62, 64, 66, 68, 70, 72, 74, 76);
        measurements[0] = measurements[0] with { Converged = false };
        var judgement = Judge.Decide(measurements, Threshold);

        Assert.Equal((Verdict.Inconclusive, LabelState.Inconclusive), (judgement.Verdict, judgement.Labels[0].State));
        Assert.Null(judgement.Labels[0].AnomalyIndex);
        Assert.Contains("Label 0 was not judged: no working trigger", judgement.Reasons[0], StringComparison.Ordinal);
        Assert.Contains("Label 0 has a mask as small as a backdoor's", judgement.Reasons[1], StringComparison.Ordinal);

        // Of one that is as large as the others nothing is known, either.
        measurements[0] = measurements[0] with { MaskL1Norm = 69 };
        judgement = Judge.Decide(measurements, Threshold);
        Assert.Equal(Verdict.Inconclusive, judgement.Verdict);
        Assert.Contains("may be an infected one", judgement.Reasons[1], StringComparison.Ordinal);

        // One that was screened out is another matter: others were smaller at the same effort.
        measurements[0] = measurements[0] with { Stopped = LabelStop.Screened };
        Assert.Equal(Verdict.Clean, Judge.Decide(measurements, Threshold).Verdict);
    }

    [Theory]
    // One step reached 99 % of its mini-batches; of other images the trigger takes few.
    [InlineData(0.17, LabelState.Inconclusive)]
    [InlineData(0.47, LabelState.Inconclusive)]
    [InlineData(0.9, LabelState.Clean)]
    public void A_trigger_that_fails_on_held_out_images_leaves_its_label_unjudged(double success, LabelState state)
    {
        var measurements = Measure(60, 62, 64, 66, 68, 70, 72, 74, 76, 78);
        measurements[4] = measurements[4] with { AttackSuccessRate = success };
        var judgement = Judge.Decide(measurements, Threshold);

        Assert.Equal((state == LabelState.Clean ? Verdict.Clean : Verdict.Inconclusive, state), (judgement.Verdict, judgement.Labels[4].State));
        if (state == LabelState.Clean)
            Assert.Empty(judgement.Reasons);
        else
            Assert.Equal(FormattableString.Invariant($"Label 4 was not judged: its trigger takes only {success:P0} of the held-out images to it."), judgement.Reasons[0]);
    }

    [Fact]
    public void More_than_a_fifth_whose_triggers_fail_on_held_out_images_is_inconclusive() =>
        AssertInconclusive([.. Measure(10, 60, 62, 64, 66).Select((m, i) => m with { AttackSuccessRate = i > 1 ? 1 : 0.4 })], "2 of 5 labels");

    [Fact]
    public void A_rule_that_could_not_have_called_any_trigger_infected_calls_no_model_clean()
    {
        // Median 58, deviation 44: a trigger without a single pixel has an index of 1.3, and among so few labels logarithms are not asked.
        var judgement = Decide(15, 20, 33, 45, 58, 62, 87, 95, 120);

        Assert.Equal((Verdict.Inconclusive, 0.0), (judgement.Verdict, judgement.DetectableNorm));
        Assert.All(judgement.Labels, label => Assert.Equal(LabelState.Clean, label.State));
        Assert.Contains("none would have been called infected, however small", Assert.Single(judgement.Reasons), StringComparison.Ordinal);

        // By logarithms one of 3 pixels would have been, which is not enough to acquit the others.
        judgement = Decide(22, 25, 33, 45, 58, 62, 87, 95, 120, 160);
        Assert.Equal(Verdict.Inconclusive, judgement.Verdict);
        Assert.InRange(judgement.DetectableNorm!.Value, 1, 6);
        Assert.Contains("none would have been called infected, however small", Assert.Single(judgement.Reasons), StringComparison.Ordinal);

        // Nor with a threshold that nothing exceeds.
        Assert.Equal(Verdict.Inconclusive, Judge.Decide(Measure(60, 62, 64, 66, 68, 70, 72, 74, 76, 78), 50).Verdict);
    }

    [Fact]
    public void Where_norms_scatter_by_factors_their_logarithms_are_compared()
    {
        // Median 75, deviation 44: the index of any trigger is below 1.7. This one is a seventy-fifth of the median.
        var judgement = Decide(1, 40, 50, 60, 90, 100, 140, 170, 55, 130);

        Assert.Equal((Verdict.Infected, LabelState.Infected), (judgement.Verdict, judgement.Labels[0].State));
        Assert.True(judgement.AnomalyIndex > Threshold);
        Assert.Contains("for smaller ones the index is that of their logarithms", judgement.Reasons[1], StringComparison.Ordinal);
        // The published rule is what was published.
        Assert.NotEqual(Verdict.Infected, Judge.Decide(Measure(1, 40, 50, 60, 90, 100, 140, 170, 55, 130), Threshold, publishedRule: true).Verdict);
    }

    [Theory]
    [InlineData(new double[] { 10, 60, 62, 64, 66, 68, 70, 72, 74, 76 })]
    [InlineData(new double[] { 1, 40, 50, 60, 90, 100, 140, 170, 55, 130 })]
    [InlineData(new double[] { 44, 70, 80, 92, 98, 104, 110, 118, 130, 140 })]
    [InlineData(new double[] { 60, 62, 64, 66, 68 })]
    public void What_is_below_the_detectable_size_is_infected_and_what_is_above_it_is_not(double[] norms)
    {
        var detectable = Decide(norms).DetectableNorm!.Value;
        Assert.InRange(detectable, 1, 60);

        // A predecessor's trigger changes no statistic, so it can be put wherever the rule is to be asked.
        Assert.Equal((LabelState.Infected, true), (StateOf(0.99 * detectable), StateOf(1.01 * detectable) != LabelState.Infected));

        LabelState StateOf(double norm)
        {
            var measurements = Measure(norms);
            measurements[^1] = measurements[^1] with { ComparableNorm = norms[^1], MaskL1Norm = norm };
            return Judge.Decide(measurements, Threshold).Labels[^1].State;
        }
    }

    [Fact]
    public void An_unfinished_label_counts_among_the_norms_only_if_it_is_large()
    {
        double[] norms = [20, 60, 62, 64, 66, 68];
        var without = Decide(norms);
        var withSmall = Judge.Decide([.. Measure(norms), new LabelMeasurement(6, 5, Converged: false)], Threshold);
        var withLarge = Judge.Decide([.. Measure(norms), new LabelMeasurement(6, 500, Converged: false)], Threshold);

        Assert.Equal(without.AnomalyIndex, withSmall.AnomalyIndex);
        Assert.NotEqual(without.AnomalyIndex, withLarge.AnomalyIndex);
    }

    private static Judgement Decide(params double[] norms) => Judge.Decide(Measure(norms), Threshold);

    [Fact]
    public void Labels_that_ran_out_of_time_leave_the_scan_undecided() => AssertInconclusive(
        [.. Measure(60, 62, 64, 66), new LabelMeasurement(4, 5, Converged: true) { Stopped = LabelStop.TimeLimit }], "time limit ran out before label 4");

    [Fact]
    public void References_alone_make_the_median_where_others_are_left_out()
    {
        var measurements = Measure(60, 62, 64, 66, 68).Append(new LabelMeasurement(5, 10, Converged: true))
            .Append(new LabelMeasurement(6, 900, Converged: false) { Stopped = LabelStop.Screened }).ToArray();
        var judgement = Judge.Decide(measurements, Threshold, references: [0, 1, 2, 3, 4]);

        Assert.Equal(10 / 64.0, judgement.Labels[5].NormToMedian);
        Assert.Equal(LabelState.Infected, judgement.Labels[5].State);
        Assert.Equal((LabelState.Clean, null), (judgement.Labels[6].State, judgement.Labels[6].AnomalyIndex));
    }

    [Fact]
    public void References_without_a_trigger_leave_a_screened_scan_undecided()
    {
        var screened = Enumerable.Range(2, 50).Select(label => new LabelMeasurement(label, 900, Converged: false) { Stopped = LabelStop.Screened });
        LabelMeasurement[] measurements = [new(0, 400, Converged: false), new(1, 10, Converged: true), .. screened];

        Assert.Contains("1 of 2 labels (0)", Assert.Single(Judge.Decide(measurements, Threshold, references: [0]).Reasons), StringComparison.Ordinal);
    }

    private static LabelMeasurement[] Measure(params double[] norms) =>
        [.. norms.Select((norm, label) => new LabelMeasurement(label, norm, Converged: true))];

    private static void AssertInconclusive(LabelMeasurement[] measurements, string reason)
    {
        var judgement = Judge.Decide(measurements, Threshold);

        Assert.Equal(Verdict.Inconclusive, judgement.Verdict);
        Assert.Null(judgement.AnomalyIndex);
        Assert.Null(judgement.MedianNorm);
        Assert.All(judgement.Labels, label => Assert.Equal(LabelState.Inconclusive, label.State));
        Assert.Contains(reason, Assert.Single(judgement.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trigger_of_a_predecessor_counts_for_its_label_and_for_no_statistic()
    {
        double[] norms = [60, 62, 64, 66, 68, 70, 72, 74, 76];
        var cold = Judge.Decide([.. norms.Select((norm, label) => new LabelMeasurement(label, norm, true)), new LabelMeasurement(9, 65, true)], Threshold);
        var warm = Judge.Decide(
            [.. norms.Select((norm, label) => new LabelMeasurement(label, norm, true)), new LabelMeasurement(9, 10, true) { ComparableNorm = 65, Origin = "The trigger was found in an earlier version of the model, and still works." }], Threshold);

        Assert.Equal(cold.Labels.Take(9), warm.Labels.Take(9));
        Assert.Equal((Verdict.Clean, Verdict.Infected), (cold.Verdict, warm.Verdict));
        Assert.Equal(9, Assert.Single(warm.Labels, label => label.State == LabelState.Infected).Label);
    }

    [Theory]
    [InlineData(65, Verdict.Inconclusive)]
    [InlineData(300, Verdict.Inconclusive)]
    [InlineData(10, Verdict.Infected)]
    public void An_upper_bound_convicts_and_does_not_acquit(double norm, Verdict expected)
    {
        double[] norms = [60, 62, 64, 66, 68, 70, 72, 74, 76];
        LabelMeasurement[] others = Measure(norms);

        var judgement = Judge.Decide([.. others, new LabelMeasurement(9, norm, true) { ComparableNorm = null, IsUpperBound = true }], Threshold);

        Assert.Equal(expected, judgement.Verdict);
        Assert.Equal(68, judgement.MedianNorm);
        Assert.Equal(expected == Verdict.Infected ? LabelState.Infected : LabelState.Inconclusive, judgement.Labels[9].State);
    }
}
