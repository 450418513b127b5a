using ModelAssert.Artifacts;
using ModelAssert.Reporting.Provenance;
using ModelAssert.Tests;

namespace ModelAssert.Reporting.Tests;

/// <summary>A report may be written in a test's own process (a module is scanned there), which has the culture of its machine.</summary>
public sealed class CultureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_file_is_the_same_in_any_culture()
    {
        var usual = Written();

        Assert.Equal(usual, CommaCulture.Run(Written));
        Assert.Contains(usual, text => text.Contains("anomaly", StringComparison.OrdinalIgnoreCase));
    }

    private string[] Written()
    {
        var report = SampleReports.Ten with { Threshold = 2.25, Labels = [.. SampleReports.Ten.Labels.Select(label => label with { TriggerFiles = null })] };
        ReportWriter.Write(ArtifactFolder.Open(folder), report, [], SampleReports.Examples);
        AttestedModel[] attested = [new("models/a.onnx", report, null)];
        return
        [
            .. ((string[])[ArtifactFile.Page.Name, ArtifactFile.Summary.Name, ArtifactFile.Sarif.Name, ArtifactFile.Report.Name])
                .Select(file => File.ReadAllText(Path.Combine(folder, file))),
            TestResultStatement.Of(attested), ModelBom.Of(attested),
        ];
    }
}
