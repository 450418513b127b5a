using System.Text.Json.Nodes;
using ModelAssert.Artifacts;
using ModelAssert.Reporting.Html;
using ModelAssert.Reporting.Markdown;
using ModelAssert.Reporting.Provenance;
using ModelAssert.Reporting.Sarif;

namespace ModelAssert.Reporting.Tests;

/// <summary>A threshold far above the usual one lets plain outliers pass: whoever reads the verdict reads that too.</summary>
public sealed class ThresholdRemarkTests : IDisposable
{
    private const string Remark = "far above the usual 2.0";

    private static readonly ScanReport Lenient = SampleReports.Clean with { Threshold = 20 };

    private readonly ArtifactFolder folder = ArtifactFolder.Open(Directory.CreateTempSubdirectory("modelassert-test-").FullName);

    public void Dispose() => Directory.Delete(folder.Path, recursive: true);

    [Fact]
    public void It_is_in_every_file_of_the_report()
    {
        Assert.Contains(Remark, HtmlReport.Of(Lenient, [], folder), StringComparison.Ordinal);
        Assert.Contains(Remark, SummaryPage.Of(Lenient, folder), StringComparison.Ordinal);
        Assert.Contains(Remark, ReportJson.Serialize(Lenient), StringComparison.Ordinal);
        Assert.Contains("\"MODELASSERT1008\"", SarifReport.Of(Lenient, folder.Path), StringComparison.Ordinal);
        Assert.DoesNotContain(Remark, HtmlReport.Of(SampleReports.Clean, [], folder) + SummaryPage.Of(SampleReports.Clean, folder) + ReportJson.Serialize(SampleReports.Clean), StringComparison.Ordinal);
    }

    [Fact]
    public void An_attestation_of_it_is_a_warning()
    {
        AttestedModel[] models = [new("models/a.onnx", Lenient, null)];
        var predicate = JsonNode.Parse(TestResultStatement.Of(models))!["predicate"]!;

        Assert.Equal("WARNED", (string)predicate["result"]!);
        Assert.Contains(Remark, (string)predicate["configuration"]![1]!["annotations"]!["thresholdRemark"]!, StringComparison.Ordinal);
        Assert.Contains("modelassert:thresholdRemark", ModelBom.Of(models), StringComparison.Ordinal);
    }
}
