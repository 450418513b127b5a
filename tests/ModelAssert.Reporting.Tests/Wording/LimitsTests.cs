using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Tests.Wording;

public class LimitsTests
{
    private static readonly MeasuredPower Power = new("ten models", [new AttackPower("a square", 4, 5)], 1, 5, ["a warped image"]);

    [Fact]
    public void A_measured_rule_says_what_it_found_and_what_was_not_tried() => Assert.Contains(
        "On ten models, a scan found 4 of 5 with a square, and called 1 of 5 clean models infected. Not measured: a warped image.",
        Limits.Of(SampleReports.Clean with { Power = Power }));

    [Fact]
    public void Another_rule_says_that_it_was_not_measured() =>
        Assert.Contains(Limits.Of(SampleReports.Clean), line => line.Contains("measured for the fast profile", StringComparison.Ordinal));

    [Fact]
    public void What_pairs_were_asked_for_is_not_said_to_be_untested()
    {
        Assert.Contains(Limits.Of(SampleReports.Clean), line => line.Contains("from one label only", StringComparison.Ordinal));
        Assert.DoesNotContain(Limits.Of(SampleReports.Clean with { Pairs = [] }), line => line.Contains("from one label only", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "One trigger that gives every label another was not looked for. Too few labels.")]
    [InlineData(Verdict.Clean, "One trigger that gives every label another was looked for, too.")]
    public void Whether_a_trigger_for_all_labels_was_looked_for_is_said(Verdict? verdict, string said)
    {
        var detection = new Detection { Detector = Detector.AllToAll, Sees = "One.", Method = "Somehow.", Verdict = verdict, Reasons = verdict is null ? ["Too few labels."] : [] };

        Assert.Contains(said, Limits.Of(SampleReports.Ten with { Detections = [detection] }));
    }
}
