using System.Net;
using System.Text.RegularExpressions;
using ModelAssert.Artifacts;

namespace ModelAssert.Reporting.Tests.Html;

public sealed partial class HtmlReportTests : IDisposable
{
    private const string Hostile = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";

    private readonly ArtifactFolder folder = ArtifactFolder.Open(Directory.CreateTempSubdirectory("modelassert-test-").FullName);

    public void Dispose() => Directory.Delete(folder.Path, recursive: true);

    [Fact]
    public void The_verdict_comes_first_and_says_what_to_do()
    {
        var page = Render(SampleReports.Ten);

        Assert.Contains("<h1><bdi>Label 7 &#x27;sneaker&#x27; is infected</bdi></h1>", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("What to do.", StringComparison.Ordinal) < page.IndexOf("<main>", StringComparison.Ordinal));
        Assert.Contains("Do not ship this model.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_one_file_with_its_pictures_and_asks_nothing_of_a_network()
    {
        var page = Render(SampleReports.Ten);

        Assert.Equal(3, PictureSources().Count(page));
        Assert.All(PictureSources().Matches(page), match => Assert.StartsWith("data:image/png;base64,", match.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Empty(ForeignAddresses().Matches(page));
    }

    [Fact]
    public void Names_and_paths_are_text_whatever_they_hold()
    {
        var report = SampleReports.Judged([50, 52, 54, 56, 58, 5], _ => Hostile) with { Model = new ModelIdentity($"models/{Hostile}.onnx", "0") };
        var page = Render(report with { Samples = report.Samples with { Path = Hostile } });

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlDecode("&lt;script&gt;alert"), WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public void How_the_triggers_shrank_is_drawn_the_flagged_one_over_the_others_and_left_out_where_it_is_not_known()
    {
        var page = Render(SampleReports.Ten);

        Assert.Contains("Lines of the trigger norms of 10 labels over the steps of the optimisation. Flagged: label 7 'sneaker', which ends at 13.8.", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("stroke-clean", StringComparison.Ordinal) < page.IndexOf("stroke-infected", StringComparison.Ordinal));
        Assert.Contains("Lines of the trigger norms of 60 labels of 1283", Render(SampleReports.Many), StringComparison.Ordinal);
        Assert.DoesNotContain("How the triggers shrank", Render(SampleReports.Ten with { Labels = [.. SampleReports.Ten.Labels.Select(label => label with { Norms = [] })] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_quantised_model_is_said_to_have_gradients_of_the_unquantised_one()
    {
        Assert.Contains("straight through the rounding", Render(SampleReports.Clean with { IsQuantized = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("straight through the rounding", Render(SampleReports.Clean), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_trigger_does_to_neurons_is_said_where_it_was_seen_and_the_layers_name_is_text()
    {
        var activation = new NeuronActivation(Hostile, 512, 6, 0.234, 3.99);
        var page = Render(SampleReports.Ten with { Labels = [.. SampleReports.Ten.Labels.Select(label => label with { Activation = label.TriggerFiles is null ? null : activation })] });

        Assert.Contains("0.23 to 3.99", page, StringComparison.Ordinal);
        Assert.Contains("mean activation of the 6 of 512 neurons in", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("mean activation", Render(SampleReports.Ten), StringComparison.Ordinal);
    }

    [Fact]
    public void A_guessed_preprocessing_is_told_with_what_was_tried_and_what_is_doubtful()
    {
        var page = Render(SampleReports.Guessed);

        foreach (var text in (string[])
                 [
                     "0..1, normalised as for MNIST", "not stated; found by accuracy on the samples", "0..1: 44.1 %, 0..1, normalised as for MNIST: 44.2 %, 0..255: 10.0 %",
                     "a scan with it says clean", "two do about as well", "The scan used the 1000 that it gets right",
                 ])
        {
            Assert.Contains(text, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Preprocessing tried", Render(SampleReports.Clean), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_said_of_the_model_is_in_the_command_that_repeats_the_scan()
    {
        var options = SampleReports.Clean.Options with { Description = new ModelDescription { InputShape = new ImageShape(3, 32, 32), Mean = [0.5, 0.25], LabelNames = ["a b", "c"] } };

        Assert.Contains(
            "<span>--input-shape 3x32x32</span> <span>--mean 0.5,0.25</span> <span>--label-names &#x27;a b,c&#x27;</span>",
            Render(SampleReports.Clean with { Options = options }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clean_verdict_states_its_limits_and_shows_no_pictures()
    {
        var page = Render(SampleReports.Clean);

        Assert.Contains("No backdoor of the tested kind was found", page, StringComparison.Ordinal);
        Assert.Contains("Only universal triggers are tested", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_undecided_scan_is_not_shown_as_clean()
    {
        var page = Render(SampleReports.Undecided);

        Assert.Contains("<body class=\"inconclusive\">", page, StringComparison.Ordinal);
        Assert.Contains("Do not read this as clean.", page, StringComparison.Ordinal);
        Assert.Contains("Only 2 labels were analysed", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_labels_fold_away_behind_the_most_anomalous()
    {
        var page = Render(SampleReports.Many);

        Assert.Contains("<summary>1,263 more labels</summary>", page, StringComparison.Ordinal);
        Assert.Equal(1283, RowHeaders().Count(page));
        Assert.Equal("33", RowHeaders().Match(page).Groups[1].Value);
    }

    private string Render(ScanReport report)
    {
        ReportWriter.Write(folder, report, SampleReports.TriggersOf(report), SampleReports.Examples);
        return File.ReadAllText(folder.PathOf("report.html"));
    }

    [GeneratedRegex("<img src=\"([^\"]*)\"")]
    private static partial Regex PictureSources();

    /// <summary>Anything that loads or leads elsewhere; namespaces of XML are names only.</summary>
    [GeneratedRegex("(src|href|url)\\s*[=(]\\s*\"?\\s*(https?:)?//")]
    private static partial Regex ForeignAddresses();

    [GeneratedRegex("<th scope=\"row\">(\\d+)</th>")]
    private static partial Regex RowHeaders();
}
