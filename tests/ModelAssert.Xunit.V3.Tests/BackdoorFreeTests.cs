using System.Xml.Linq;

namespace ModelAssert.Xunit.V3.Tests;

/// <summary>The attribute as a user meets it: the real runner on a real project.</summary>
public sealed class BackdoorFreeTests : IDisposable
{
    private readonly CopiedSample sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public async Task An_infected_checkpoint_fails_with_its_label_its_evidence_and_its_pictures()
    {
        sample.ExpectCleanModels();
        var (exitCode, output) = await sample.DotnetTestAsync("--logger", "trx");

        Assert.True(exitCode == 1, output);
        var results = sample.Trx().Descendants().Where(element => element.Name.LocalName == "UnitTestResult").ToDictionary(
            element => element.Attribute("testName")!.Value.Split('.')[^1]);
        Assert.Equal("Passed", results["The_clean_checkpoint_passes"].Attribute("outcome")!.Value);

        var infected = results["The_infected_checkpoint_is_caught"];
        Assert.Equal("Failed", infected.Attribute("outcome")!.Value);
        Assert.Matches(
            @"Expected fashion-infected\.onnx to have no infected labels, but label 7 is infected:\s+anomaly index \d+\.\d \(threshold 2\.0\), trigger covers \d+\.\d % of the image .*attack success rate 9\d\.\d % on 500 held-out samples",
            Text(infected, "Message"));
        Assert.DoesNotContain("   at ", Text(infected, "StackTrace"), StringComparison.Ordinal);
        Assert.Contains("label 7 (", Text(infected, "StdOut"), StringComparison.Ordinal);

        var attached = infected.Descendants().Where(element => element.Name.LocalName == "ResultFile")
            .Select(element => Path.GetFileName(element.Attribute("path")!.Value)).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["label-007-mask.png", "label-007-overlay.png", "label-007-trigger.png", "report-data.json", "report.html", "report.sarif.json", "summary.md.txt"],
            attached);
        Assert.EndsWith(Path.Combine("ModelAssert", "fashion-infected.onnx", "report.html"), Text(infected, "Message"), StringComparison.Ordinal);
        Assert.Equal(
            ["label-007-mask.png", "label-007-overlay.png", "label-007-trigger.png", "report.html", "report.json", "report.sarif", "summary.md", "triggers.npz"],
            Directory.EnumerateFiles(Path.Combine(sample.ResultsFolder, "ModelAssert", "fashion-infected.onnx")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_sample_as_it_is_passes_and_listing_or_filtering_scans_nothing()
    {
        var (listed, names) = await sample.DotnetTestAsync("--list-tests");
        Assert.True(listed == 0, names);
        Assert.Contains("The_infected_checkpoint_is_caught", names, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sample.ResultsFolder));

        var (exitCode, output) = await sample.DotnetTestAsync("--no-build", "--filter", "FullyQualifiedName~infected");
        Assert.True(exitCode == 0, output);
        Assert.Equal(["fashion-infected.onnx"], Directory.EnumerateDirectories(Path.Combine(sample.ResultsFolder, "ModelAssert")).Select(Path.GetFileName));
    }

    private static string Text(XElement result, string name) =>
        string.Concat(result.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value));
}
