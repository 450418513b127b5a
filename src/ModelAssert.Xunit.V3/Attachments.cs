using ModelAssert.Artifacts;
using Xunit;

namespace ModelAssert.Xunit;

/// <summary>Hangs the artifacts on the test.</summary>
internal static class Attachments
{
    /// <summary>
    /// Runners name a file by the attachment's name and add the extension of its media type, some of them to a name that has it already; so names come
    /// without the extension that will be added. SARIF and Markdown have media types that runners do not know and would call <c>.bin</c>: as JSON and plain text they
    /// come out as <c>report.sarif.json</c>, a name the SARIF standard allows, and <c>summary.md.txt</c>. Names differ, since a test has each name once.
    /// </summary>
    public static void Add(ITestContext test, ScanReport report)
    {
        Add(test, report, ArtifactFolder.HtmlReportFileName, "report", "text/html");
        Add(test, report, ArtifactFolder.ReportFileName, "report-data", "application/json");
        Add(test, report, ArtifactFolder.SarifReportFileName, "report.sarif", "application/json");
        Add(test, report, ArtifactFolder.SummaryFileName, "summary.md", "text/plain");
        foreach (var picture in report.Findings.SelectMany(finding => finding.TriggerFiles?.All() ?? []))
            Add(test, report, picture, Path.GetFileNameWithoutExtension(picture), "image/png");
    }

    /// <summary>The same for a self-test.</summary>
    public static void Add(ITestContext test, SelfTestReport report)
    {
        var folder = Path.GetDirectoryName(report.ReportPath)!;
        Add(test, Path.Combine(folder, ArtifactFolder.SelfTestFileName), "selftest", "application/json");
        Add(test, Path.Combine(folder, ArtifactFolder.SelfTestSummaryFileName), "selftest.md", "text/plain");
    }

    private static void Add(ITestContext test, ScanReport report, string file, string name, string mediaType) =>
        Add(test, Path.Combine(Path.GetDirectoryName(report.ReportPath)!, file), name, mediaType);

    private static void Add(ITestContext test, string path, string name, string mediaType) =>
        test.AddAttachment(name, File.ReadAllBytes(path), replaceExistingValue: true, mediaType);
}
