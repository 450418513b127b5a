using ModelAssert.Artifacts;

namespace ModelAssert.Xunit;

/// <summary>
/// xunit v2 cannot attach files itself. Where the package's VSTest data collector is on, it names a folder by an environment variable, takes what lies there for a
/// test, and attaches it. Elsewhere the files are on disk all the same, and the failure message says where.
/// </summary>
internal static class AttachmentFolder
{
    /// <summary>Lays a test's artifacts out for the collector, if it is on.</summary>
    public static void Offer(string testName, ScanReport report)
    {
        string[] reports = [ArtifactFolder.HtmlReportFileName, ArtifactFolder.ReportFileName, ArtifactFolder.SarifReportFileName, ArtifactFolder.SummaryFileName];
        Offer(testName, report.ReportPath!, [.. reports, .. report.Findings.SelectMany(finding => finding.TriggerFiles?.All() ?? [])]);
    }

    /// <summary>The same for a self-test.</summary>
    public static void Offer(string testName, SelfTestReport report) =>
        Offer(testName, report.ReportPath!, [ArtifactFolder.SelfTestFileName, ArtifactFolder.SelfTestSummaryFileName]);

    private static void Offer(string testName, string reportPath, IEnumerable<string> names)
    {
        if (CollectorFolder.OfThisProcess is not { } root)
            return;

        var source = Path.GetDirectoryName(reportPath)!;
        var folder = Directory.CreateDirectory(Path.Combine(root, CollectorFolder.AttachmentsOf(testName))).FullName;
        foreach (var name in names)
            File.Copy(Path.Combine(source, name), Path.Combine(folder, name), overwrite: true);
    }
}
