using ModelAssert.Artifacts;
using ModelAssert.Reporting.Markdown;

namespace ModelAssert.Reporting.Tests.Markdown;

public sealed class SummaryPageTests : IDisposable
{
    private readonly ArtifactFolder folder = ArtifactFolder.Open(Directory.CreateTempSubdirectory("modelassert-test-").FullName);

    public void Dispose() => Directory.Delete(folder.Path, recursive: true);

    [Fact]
    public void It_has_the_verdict_the_flagged_labels_the_counts_and_the_way_to_the_report() => Assert.Equal(
        $"""
        ## ModelAssert: `fashion-infected.onnx` is infected

        | label | state | anomaly index | trigger covers | of the median | attack success |
        | :-- | :-- | --: | --: | --: | --: |
        | 7 `sneaker` | infected | 4.56 | 1.8 % | 23.5 % | 95.8 % |

        10 labels analysed: 1 infected, 0 vulnerable. Largest anomaly index 4.56 (threshold 2.0), accuracy 92.1 % on 1,000 clean samples.

        **What to do.** Do not ship this model. Look at the trigger, treat whoever trained the model and its training data as suspect, and replace the model by one from a source you trust.

        Report: `{folder.PathOf("report.html")}`

        """,
        SummaryPage.Of(SampleReports.Ten, folder));

    [Fact]
    public void An_undecided_scan_is_no_pass()
    {
        var page = SummaryPage.Of(SampleReports.Undecided, folder);

        Assert.Contains("This is not a pass.", page, StringComparison.Ordinal);
        Assert.Contains("* Only 2 labels were analysed", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_guessed_and_what_was_left_out_stands_beside_the_verdict()
    {
        var page = SummaryPage.Of(SampleReports.Guessed, folder);

        Assert.Contains("accuracy 44.2 % on 2,262 clean samples.", page, StringComparison.Ordinal);
        Assert.Contains("\n\nThe model is right on only 44.2 % of 2262 samples. The scan used the 1000 that it gets right; what the others would do was not looked at.\n\n", page, StringComparison.Ordinal);
        Assert.Contains("\n\nThe preprocessing was not stated, and two do about as well.\n\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>[x](http://evil)", "`<script>[x](http://evil)`")]
    [InlineData("a`b\n# c", "`a'b # c`")]
    [InlineData("a|b", "`a\\|b`")]
    [InlineData(" ", "` `")]
    public void A_name_cannot_leave_its_code_span(string name, string markdown) => Assert.Equal(markdown, CodeSpan.InTable(name));
}
