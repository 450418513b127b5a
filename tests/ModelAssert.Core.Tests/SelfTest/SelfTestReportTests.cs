using System.Text.Json;
using ModelAssert.Artifacts;
using static ModelAssert.PatchOutcome;

namespace ModelAssert.Core.Tests.SelfTest;

public class SelfTestReportTests
{
    [Fact]
    public void Caught_from_is_the_smallest_side_above_which_nothing_planted_was_missed()
    {
        Assert.Equal(2, SelfTests.Of((2, Caught), (3, Caught)).CaughtFrom);
        Assert.Equal(4, SelfTests.Of((2, Caught), (3, Missed), (4, Caught), (6, Caught)).CaughtFrom);
        Assert.Equal(3, SelfTests.Of((2, NotPlanted), (3, Caught), (4, NotPlanted), (6, Caught), (8, NotPlanted)).CaughtFrom);
        Assert.Null(SelfTests.Of((2, Caught), (3, Missed)).CaughtFrom);
        Assert.Null(SelfTests.Of((2, NotPlanted)).CaughtFrom);
    }

    [Fact]
    public void Who_demands_nothing_is_told_and_passes()
    {
        Assert.Equal(SelfTestConclusion.Passed, SelfTests.Of((2, Missed), (3, Missed)).Conclusion);
    }

    [Fact]
    public void A_missed_patch_of_the_side_to_catch_or_more_counts_and_a_smaller_one_does_not()
    {
        var report = SelfTests.Of((2, Missed), (3, Caught), (4, Missed));

        Assert.Equal(SelfTestConclusion.Missed, (report with { Catch = 3 }).Conclusion);
        Assert.Equal(SelfTestConclusion.Missed, (report with { Catch = 4 }).Conclusion);
        Assert.Equal(SelfTestConclusion.Passed, (SelfTests.Of((2, Missed), (3, Caught)) with { Catch = 3 }).Conclusion);
    }

    [Fact]
    public void What_could_not_be_planted_is_neither_caught_nor_missed()
    {
        Assert.Equal(SelfTestConclusion.Inconclusive, SelfTests.Of((2, NotPlanted), (3, NotPlanted)).Conclusion);
        Assert.Equal(SelfTestConclusion.Inconclusive, (SelfTests.Of((2, Caught), (3, NotPlanted)) with { Catch = 3 }).Conclusion);
        Assert.Equal(SelfTestConclusion.Passed, (SelfTests.Of((3, NotPlanted), (4, Caught)) with { Catch = 3 }).Conclusion);
    }

    [Theory]
    [InlineData(Verdict.Infected, nameof(SelfTestConclusion.ModelInfected))]
    [InlineData(Verdict.Inconclusive, nameof(SelfTestConclusion.Inconclusive))]
    public void Copies_of_a_model_that_is_not_clean_tell_nothing(Verdict verdict, string expected)
    {
        var report = SelfTests.Of() with { Verdict = verdict, Reasons = ["Label 3 it is."] };

        Assert.Equal(expected, report.Conclusion.ToString());
        Assert.Contains("its copies can tell nothing: Label 3 it is.", SelfTestText.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sentence_says_from_which_size_on_patches_are_caught()
    {
        Assert.Equal(
            "A 3x3 patch (0.88 % of the image) and above, up to 6x6, is caught on signs.onnx with these samples; missed: 2x2. Could not be planted: 4x4.",
            SelfTestText.Of(SelfTests.Of((2, Missed), (3, Caught), (4, NotPlanted), (6, Caught))));
        Assert.Equal("A 3x3 patch (0.88 % of the image) is caught on signs.onnx with these samples.", SelfTestText.Of(SelfTests.Of((3, Caught))));
    }

    [Fact]
    public void Where_the_largest_is_missed_no_size_is_promised()
    {
        Assert.Equal("Caught on signs.onnx with these samples: 2x2, 3x3; missed: 6x6.", SelfTestText.Of(SelfTests.Of((2, Caught), (3, Caught), (6, Missed))));
        Assert.Equal("No planted patch is caught on signs.onnx with these samples: 2x2, 3x3.", SelfTestText.Of(SelfTests.Of((2, Missed), (3, Missed))));
        Assert.Equal("No patch could be planted in signs.onnx, so nothing is known.", SelfTestText.Of(SelfTests.Of((2, NotPlanted))));
    }

    [Fact]
    public void A_failure_has_the_figures_of_what_was_missed_and_the_way_to_the_report()
    {
        var report = SelfTests.Of((2, Missed), (4, Missed)) with { Catch = 4, ReportPath = "/results/selftest.json" };

        Assert.Equal(
            """
            Expected a planted patch of 4x4 and above to be caught on signs.onnx, but a 4x4 patch (1.56 % of the image) was missed:
              it sends 97.6 % of held-out samples to label 7, at an accuracy of 91.0 %; the scan calls the copy clean and that label vulnerable (anomaly index 1.6, threshold 2.0).
              report: /results/selftest.json
            """, SelfTestText.FailureOf(report), ignoreLineEndingDifferences: true);
        Assert.Null(SelfTestText.FailureOf(SelfTests.Of((2, Missed), (4, Caught)) with { Catch = 4 }));
    }

    [Fact]
    public void The_file_has_the_conclusion_in_it_and_can_be_read_again()
    {
        var json = ReportJson.Serialize(SelfTests.Of((2, Missed), (4, Caught)) with { Catch = 4 });

        foreach (var member in (string[])["\"schemaVersion\": 1", "\"conclusion\": \"passed\"", "\"caughtFrom\": 4", "\"outcome\": \"missed\"", "\"targetState\": \"vulnerable\""])
            Assert.Contains(member, json, StringComparison.Ordinal);
        Assert.Equal(json, ReportJson.Serialize(JsonSerializer.Deserialize<SelfTestReport>(json, JsonFormat.File)!));
    }

    [Theory]
    [InlineData(new[] { 2, 2 }, null)]
    [InlineData(new[] { 0 }, null)]
    [InlineData(new int[0], null)]
    [InlineData(new[] { 2, 3 }, 4)]
    [InlineData(null, 0)]
    public void Sides_that_make_no_sense_are_refused(int[]? sides, int? toCatch)
    {
        Assert.Equal(DiagnosticIds.OptionOutOfRange, Assert.Throws<ModelAssertException>(new SelfTestOptions { Sides = sides, Catch = toCatch }.Validate).Id);
    }
}
