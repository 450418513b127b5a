namespace ModelAssert.Zoo.Tests;

public class ScoringTests
{
    [Theory]
    // Clopper and Pearson 1934; of none in n the upper end is 1 − 0.025^(1/n).
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(0, 60, 0, 0.0596)]
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(19, 20, 0.7513, 0.9987)]
    public void A_rate_has_the_exact_interval(int hits, int count, double lower, double upper)
    {
        var rate = new Rate(hits, count);

        Assert.Equal((lower, upper), (Math.Round(rate.Lower, 4), Math.Round(rate.Upper, 4)));
    }

    [Fact]
    public void A_rate_of_nothing_is_not_a_number_and_says_so()
    {
        Assert.True(double.IsNaN(new Rate(0, 0).Value));
        Assert.Equal("–", new Rate(0, 0).ToString());
    }

    [Theory]
    [InlineData(1, new double[] { 5, 6 }, new double[] { 1, 2 })]
    [InlineData(0, new double[] { 1 }, new double[] { 2, 3 })]
    [InlineData(0.5, new double[] { 2 }, new double[] { 2 })]
    [InlineData(0.75, new double[] { 1, 3 }, new double[] { 0, 2 })]
    public void The_area_counts_pairs_in_the_right_order(double area, double[] infected, double[] clean) =>
        Assert.Equal(area, Separation.Auroc(infected, clean));

    [Fact]
    public void There_is_no_area_without_models_of_both_kinds() => Assert.Null(Separation.Auroc([1], []));

    [Fact]
    public void The_interval_of_an_area_holds_it_and_shrinks_with_more_models()
    {
        double[] infected = [1, 3, 5, 6], clean = [0, 2, 2.5, 4];
        double[] Often(double[] few) => [.. Enumerable.Repeat(few, 16).SelectMany(values => values)];
        var (few, many) = (Separation.Interval(infected, clean)!.Value, Separation.Interval(Often(infected), Often(clean))!.Value);

        Assert.InRange(Separation.Auroc(infected, clean)!.Value, few.Lower, few.Upper);
        Assert.True(many.Upper - many.Lower < 0.5 * (few.Upper - few.Lower));
        Assert.Equal((1, 1), Separation.Interval([5, 6], [1, 2]));
        Assert.Null(Separation.Interval([], [1]));
    }

    [Theory]
    // Of ten disagreements all to one side: twice 2^-10.
    [InlineData(10, 0, 0.001953125)]
    [InlineData(0, 10, 0.001953125)]
    [InlineData(3, 1, 0.625)]
    [InlineData(4, 4, 1)]
    [InlineData(0, 0, 1)]
    public void Two_rules_differ_by_what_only_one_is_right_about(int onlyFirst, int onlySecond, double p) =>
        Assert.Equal(p, new PairedTest(onlyFirst, onlySecond).PValue, 9);

    [Fact]
    public void A_rule_is_right_if_it_flags_the_infected_and_no_other()
    {
        var (low, high) = (new DecisionRule(Detector.Index, "fixed", 1), new DecisionRule(Detector.Index, "fixed", 3));
        ScoredModel[] models =
        [
            Model(AttackFamily.A1, Verdict.Infected, 2), Model(AttackFamily.A0, Verdict.Clean, 2), Model(AttackFamily.A0, Verdict.Clean, 2.5), Model(AttackFamily.A1, Verdict.Clean, 4),
        ];

        Assert.Equal(new PairedTest(1, 2), PairedTest.Of(low, high, models));
    }

    [Theory]
    // One in twenty may lie above; of fewer than twenty none.
    [InlineData(19, 19)]
    [InlineData(20, 19)]
    [InlineData(40, 38)]
    public void A_threshold_lets_one_clean_model_in_twenty_pass(int models, double threshold) =>
        Assert.Equal(threshold, Calibration.ThresholdOf(Enumerable.Range(1, models).Select(number => (double)number)));

    [Fact]
    public void Scans_without_a_number_do_not_calibrate()
    {
        Assert.Equal(1, Calibration.ThresholdOf([1, double.PositiveInfinity]));
        Assert.Null(Calibration.ThresholdOf([double.PositiveInfinity]));
    }

    [Fact]
    public void An_undecided_scan_counts_against_the_detector()
    {
        var rule = new DecisionRule(Detector.Index, "fixed", 2);

        Assert.True(rule.Flags(Model(AttackFamily.A0, Verdict.Inconclusive, index: 0)));
        Assert.False(rule.Flags(Model(AttackFamily.A1, Verdict.Inconclusive, index: 9)));
        Assert.True(rule.Flags(Model(AttackFamily.A0, Verdict.Clean, index: 2.1)));
        Assert.False(rule.Flags(Model(AttackFamily.A1, Verdict.Infected, index: 2)));
    }

    [Fact]
    public void The_target_is_first_if_its_norm_is_the_smallest_that_counts()
    {
        Assert.True(Model(AttackFamily.A1, Verdict.Infected, 3, targets: [1], ratios: [1, 0.2, null]).IsTargetFirst);
        Assert.False(Model(AttackFamily.A1, Verdict.Infected, 3, targets: [0], ratios: [1, 0.2, null]).IsTargetFirst);
        // Where every label is a target, or none, nothing can be first.
        Assert.Null(Model(AttackFamily.A4, Verdict.Infected, 3, targets: [0, 1, 2], ratios: [1, 0.2, 1]).IsTargetFirst);
        Assert.Null(Model(AttackFamily.A7, Verdict.Infected, 3, targets: [], ratios: [1, 0.2, 1]).IsTargetFirst);
    }

    [Fact]
    public void A_sweep_says_of_each_model_which_labels_were_infected_and_found()
    {
        var model = Model(AttackFamily.A4, Verdict.Infected, 3.21, targets: [0, 1], ratios: [0.25, 0.75, 1]);

        var table = SweepTable.Markdown([model], new Dictionary<string, int> { ["model"] = 2 });

        Assert.Contains("| MNIST | A4 | 2 |  | 100.0 | Infected | 0/2 | 0/1 | 3.21 | 0.50 [0.25, 0.75] |", table, StringComparison.Ordinal);
        Assert.Empty(SweepTable.Markdown([model], new Dictionary<string, int>()));
    }

    private static ScoredModel Model(AttackFamily attack, Verdict verdict, double index, int[]? targets = null, double?[]? ratios = null) => new(
        new ModelCard
        {
            Name = "model",
            Data = ZooData.Mnist,
            Network = ZooNetwork.Paper,
            Seed = 1,
            Recipe = new Recipe(1, 1),
            Split = Split.Test,
            Attack = attack,
            Accuracy = 1,
            Seconds = 1,
            Targets = targets ?? [],
        },
        new ScanResult
        {
            Name = "model",
            ModelSha256 = "",
            AlgorithmVersion = "",
            Seed = 0,
            Verdict = verdict,
            Seconds = 1,
            AnomalyIndex = index,
            Labels = [.. (ratios ?? []).Select((ratio, label) => new ScannedLabel(label, LabelState.Clean, 1, ratio is not null, null, 0, ratio, 1, 1))],
        });
}
