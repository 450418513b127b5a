using ModelAssert.Artifacts;
using ModelAssert.Assertions;
using ModelAssert.Verdicts;

namespace ModelAssert.Core.Tests.Verdicts;

/// <summary>Models of two labels, whose triggers are held against those of clean twins.</summary>
public sealed class TwinJudgeTests
{
    private static readonly double[] Twins = [30, 40, 50, 60];

    /// <summary>Their mean is 43.5 pixels, so a twin may well have 20.7, and half of that is 10.3; two thirds of the mean are 29.</summary>
    [Theory]
    [InlineData(10, LabelState.Infected)]
    [InlineData(11, LabelState.Inconclusive)]
    [InlineData(28, LabelState.Inconclusive)]
    [InlineData(30, LabelState.Clean)]
    [InlineData(200, LabelState.Clean)]
    public void A_label_is_judged_by_its_twins(double norm, LabelState state) => Assert.Equal(state, StateOf(Measurement(norm)));

    [Fact]
    public void What_is_as_small_as_a_sticker_is_not_called_clean_because_twins_have_it_too() =>
        Assert.Equal(LabelState.Inconclusive, StateOf(Measurement(30) with { Coverage = 0.009 }));

    [Fact]
    public void What_does_not_work_or_is_only_a_bound_does_not_acquit()
    {
        Assert.Equal(LabelState.Inconclusive, StateOf(Measurement(50) with { AttackSuccessRate = 0.5 }));
        Assert.Equal(LabelState.Inconclusive, StateOf(Measurement(50) with { IsUpperBound = true }));
        Assert.Equal(LabelState.Infected, StateOf(Measurement(5) with { IsUpperBound = true }));
    }

    [Fact]
    public void One_infected_label_is_enough_and_one_that_is_not_judged_is_too_many_for_clean()
    {
        Assert.Equal(Verdict.Infected, Judge.Decide([Measurement(5), Measurement(20) with { Label = 1 }], 2).Verdict);
        Assert.Equal(Verdict.Inconclusive, Judge.Decide([Measurement(50), Measurement(20) with { Label = 1 }], 2).Verdict);
        var clean = Judge.Decide([Measurement(50), Measurement(60) with { Label = 1 }], 2);
        Assert.Equal((Verdict.Clean, 0), (clean.Verdict, clean.Reasons.Count));
        Assert.Equal(10.3, clean.DetectableNorm!.Value, 1);
    }

    [Fact]
    public void Two_twins_are_too_few() =>
        Assert.Contains("Only 2 labels", Assert.Single(Judge.Decide([Measurement(5) with { TwinNorms = [30, 40] }, Measurement(50) with { Label = 1 }], 2).Reasons), StringComparison.Ordinal);

    [Fact]
    public void The_reason_says_how_small_it_is_and_whose_it_is_held_against() => Assert.Equal(
        "Label 0 is infected: its trigger of 6.0 pixels is 20 % of the smallest that 4 networks of the same kind that learnt the clean samples alone have for it (30.0 to 60.0 pixels).",
        Assert.Single(Judge.Decide([Measurement(6), Measurement(60) with { Label = 1 }], 2).Reasons));

    [Fact]
    public void A_report_is_judged_again_as_it_was_and_keeps_its_twins()
    {
        var report = Reports.Inconclusive with { Labels = [.. Reports.Inconclusive.Labels.Take(2).Select((label, place) => label with { MaskL1Norm = place == 0 ? 6 : 60, Coverage = 0.1, AttackSuccessRate = 1, Converged = true, TwinNorms = Twins })], LabelCount = 2 };
        report = ReportJson.Deserialize(ReportJson.Serialize(report));

        var again = report.JudgedAt(3);

        Assert.Equal(Verdict.Infected, again.Verdict);
        Assert.Equal([LabelState.Infected, LabelState.Clean], again.Labels.Select(label => label.State));
        Assert.Contains("20.0 % of the smallest of 4 clean twins", Expectations.NoInfectedLabels.FindingAgainst(again), StringComparison.Ordinal);
    }

    private static LabelState StateOf(LabelMeasurement measurement) => Judge.Decide([measurement, Measurement(60) with { Label = 1 }], 2).Labels[0].State;

    private static LabelMeasurement Measurement(double norm) => new(0, norm, Converged: true) { Coverage = 0.1, TwinNorms = Twins };
}
