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
    [InlineData(Detector.AllToAll, "One trigger that gives every label another")]
    [InlineData(Detector.Warp, "A small warp of the image that sends all labels to one")]
    [InlineData(Detector.WholeImage, "A faint pattern over the whole image that sends all labels to one")]
    public void Whether_other_triggers_were_looked_for_is_said(Detector detector, string trigger)
    {
        var clean = new Detection { Detector = detector, Sees = "One.", Method = "Somehow.", Verdict = Verdict.Clean, Reasons = [] };

        Assert.Contains($"{trigger} was looked for, too.", LimitsWith(clean));
        Assert.Contains($"{trigger} was not looked for. Too few labels.", LimitsWith(clean with { Verdict = null, Reasons = ["Too few labels."] }));
        Assert.Contains($"{trigger} was not looked for.", LimitsWith());

        static IEnumerable<string> LimitsWith(params Detection[] detections) => Limits.Of(SampleReports.Ten with { Detections = detections });
    }
}
