using ModelAssert.Artifacts;
using ModelAssert.EngineProcess;
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
    public static void Add(ITestContext test, ReportMessage answer)
    {
        Add(test, answer, ArtifactFolder.HtmlReportFileName, "report", "text/html");
        Add(test, answer, ArtifactFolder.ReportFileName, "report-data", "application/json");
        Add(test, answer, ArtifactFolder.SarifReportFileName, "report.sarif", "application/json");
        Add(test, answer, ArtifactFolder.SummaryFileName, "summary.md", "text/plain");
        foreach (var picture in answer.Report.Labels.SelectMany(label => label.TriggerFiles?.All() ?? []))
            Add(test, answer, picture, Path.GetFileNameWithoutExtension(picture), "image/png");
    }

    private static void Add(ITestContext test, ReportMessage answer, string file, string name, string mediaType) =>
        test.AddAttachment(name, File.ReadAllBytes(Path.Combine(answer.Folder, file)), replaceExistingValue: true, mediaType);
}
