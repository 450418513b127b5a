using ModelAssert.Verdicts;

namespace ModelAssert.Core.Tests.Verdicts;

public class PairJudgeTests
{
    private const int Labels = 10;
    private const double Threshold = 2;

    [Fact]
    public void A_pair_that_its_labels_do_not_explain_and_that_leaves_others_alone_is_infected()
    {
        var judgement = Decide((pair, norm) => pair == (3, 8) ? 0.3 * norm : norm, spilloverOf: pair => pair == (3, 8) ? 0.2 : 0.8);

        Assert.Equal(Verdict.Infected, judgement.Verdict);
        var infected = Assert.Single(judgement.Pairs, pair => pair.State == LabelState.Infected);
        Assert.Equal((3, 8), (infected.Source, infected.Target));
        Assert.Equal(0.3, infected.NormToExpected!.Value, 0.05);
        Assert.Equal(judgement.AnomalyIndex, infected.AnomalyIndex);
        Assert.Contains("Label 3 is taken to label 8", Assert.Single(judgement.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_near_to_everything_and_a_target_that_everything_is_near_to_are_no_findings()
    {
        var judgement = Decide((pair, norm) => norm * (pair.Source == 1 ? 0.3 : 1) * (pair.Target == 8 ? 0.4 : 1), spilloverOf: _ => 0);

        Assert.Equal(Verdict.Clean, judgement.Verdict);
        Assert.True(judgement.Pairs.Min(pair => pair.NormToMedian) < 0.2);
    }

    [Fact]
    public void A_small_pair_that_moves_other_labels_too_is_close_by_nature()
    {
        var judgement = Decide((pair, norm) => pair == (4, 9) ? 0.35 * norm : norm, spilloverOf: _ => 0.6);

        Assert.Equal(Verdict.Clean, judgement.Verdict);
        Assert.Equal((4, 9), Assert.Single(judgement.Pairs, pair => pair.State == LabelState.Vulnerable) is var found ? (found.Source, found.Target) : default);
        Assert.Empty(judgement.Reasons);
    }

    [Fact]
    public void Where_every_source_has_a_target_of_its_own_all_are_infected_whatever_others_do()
    {
        var judgement = Decide((pair, norm) => pair.Target == (pair.Source + 1) % Labels ? 0.15 * norm : norm, spilloverOf: _ => 0.9);

        Assert.Equal(
            Enumerable.Range(0, Labels).Select(label => (label, (label + 1) % Labels)),
            judgement.Pairs.Where(pair => pair.State == LabelState.Infected).Select(pair => (pair.Source, pair.Target)));
    }

    [Fact]
    public void A_spillover_that_is_not_a_number_is_no_evidence() =>
        Assert.Equal(Verdict.Clean, Decide((pair, norm) => pair == (3, 8) ? 0.3 * norm : norm, spilloverOf: _ => double.NaN).Verdict);

    [Fact]
    public void A_pair_without_a_trigger_is_not_judged_and_changes_no_other()
    {
        var all = Measure((_, norm) => norm, _ => 1);
        var judgement = PairJudge.Decide([.. all.Select(pair => (pair.Source, pair.Target) == (2, 3) ? pair with { MaskL1Norm = 0.1, Converged = false } : pair)], Threshold);

        Assert.Equal(Verdict.Clean, judgement.Verdict);
        Assert.Equal(LabelState.Inconclusive, judgement.Pairs.Single(pair => (pair.Source, pair.Target) == (2, 3)).State);
    }

    [Fact]
    public void What_cannot_be_decided_says_why()
    {
        var all = Measure((_, norm) => norm, _ => 1);

        AssertUndecided("fewer than 5 labels", [.. all.Where(pair => pair.Source < 4)]);
        AssertUndecided("time limit", [.. all.Select(pair => pair with { Stopped = LabelStop.TimeLimit })]);
        AssertUndecided("not numbers", [.. all.Select(pair => pair with { MaskL1Norm = double.NaN })]);
        AssertUndecided("No working trigger", [.. all.Select(pair => pair with { Converged = pair.Source > 3 })]);
        AssertUndecided("no pair can be called an outlier", [.. all.Select(pair => pair with { MaskL1Norm = 20 })]);
        AssertUndecided("fewer than 5 labels", []);
    }

    [Fact]
    public void Sources_that_were_left_out_are_named()
    {
        var judgement = PairJudge.Decide([.. Measure((_, norm) => norm, _ => 1).Where(pair => pair.Source is not (6 or 7))], Threshold, [6, 7]);

        Assert.Equal(Verdict.Clean, judgement.Verdict);
        Assert.Contains("label 6, 7 alone", Assert.Single(judgement.Reasons), StringComparison.Ordinal);
    }

    private static void AssertUndecided(string why, IReadOnlyList<PairMeasurement> measurements)
    {
        var judgement = PairJudge.Decide(measurements, Threshold);

        Assert.Equal(Verdict.Inconclusive, judgement.Verdict);
        Assert.Contains(why, Assert.Single(judgement.Reasons), StringComparison.Ordinal);
        Assert.All(judgement.Pairs, pair => Assert.Equal(LabelState.Inconclusive, pair.State));
    }

    private static PairsJudgement Decide(Func<(int Source, int Target), double, double> normOf, Func<(int Source, int Target), double> spilloverOf) =>
        PairJudge.Decide(Measure(normOf, spilloverOf), Threshold);

    /// <summary>Norms around 50 pixels that scatter by some percent.</summary>
    private static PairMeasurement[] Measure(Func<(int Source, int Target), double, double> normOf, Func<(int Source, int Target), double> spilloverOf)
    {
        var random = new Random(1);
        return [.. from source in Enumerable.Range(0, Labels)
                   from target in Enumerable.Range(0, Labels)
                   where source != target
                   let pair = (source, target)
                   select new PairMeasurement(source, target, normOf(pair, 50 * (0.9 + 0.2 * random.NextDouble())), true, spilloverOf(pair))];
    }
}
