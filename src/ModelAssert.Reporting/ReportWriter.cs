using System.Text;
using ModelAssert.Artifacts;
using ModelAssert.Reporting.Charts;
using ModelAssert.Reporting.Html;
using ModelAssert.Reporting.Looks;
using ModelAssert.Reporting.Markdown;
using ModelAssert.Reporting.Sarif;

namespace ModelAssert.Reporting;

/// <summary>Writes the artifacts of a scan, <c>report.json</c> last: where that is, everything else is there.</summary>
internal static class ReportWriter
{
    /// <summary>Writes pictures of the flagged labels, every trigger as arrays, and the report: for people, for code scanning, for a job page, for programs.</summary>
    /// <param name="folder">Where to. What an earlier scan left there is removed first.</param>
    /// <param name="report">The report; the labels in it that have <see cref="LabelResult.TriggerFiles"/> get their pictures.</param>
    /// <param name="triggers">The reversed triggers of all labels of the report.</param>
    /// <param name="examples">Clean samples to show triggers on.</param>
    /// <param name="others">The triggers of findings that are no labels, if the report has any.</param>
    /// <returns>The full path of <c>report.json</c>.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: a file cannot be written.</exception>
    public static string Write(
        ArtifactFolder folder, ScanReport report, IReadOnlyList<Trigger> triggers, IReadOnlyList<ExampleImage> examples, IReadOnlyList<FindingTrigger>? others = null)
    {
        folder.RemoveOldArtifacts();
        foreach (var label in report.Labels)
        {
            if (label.TriggerFiles is { } files)
                WritePictures(folder, files, new StampLook(triggers.Single(candidate => candidate.TargetLabel == label.Label)), examples);
        }

        foreach (var other in others ?? [])
            WritePictures(folder, other.Files, other.Look, other.Examples);

        folder.Write(ArtifactFile.Triggers.Name, stream => TriggerArchive.Write(stream, triggers, others ?? []));
        WriteText(folder, ArtifactFile.Page, HtmlReport.Of(report, triggers, folder));
        WriteText(folder, ArtifactFile.Sarif, SarifReport.Of(report, Environment.CurrentDirectory));
        WriteText(folder, ArtifactFile.Summary, SummaryPage.Of(report, folder));
        return WriteText(folder, ArtifactFile.Report, ReportJson.Serialize(report));
    }

    /// <summary>Writes the report of a self-test, <c>selftest.json</c> last.</summary>
    /// <param name="folder">Where to. What else lies there stays.</param>
    /// <param name="report">The report.</param>
    /// <returns>The full path of <c>selftest.json</c>.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: a file cannot be written.</exception>
    public static string WriteSelfTest(ArtifactFolder folder, SelfTestReport report)
    {
        WriteText(folder, ArtifactFile.SelfTestSummary, SelfTestPage.Of(report));
        return WriteText(folder, ArtifactFile.SelfTest, ReportJson.Serialize(report));
    }

    /// <summary>Writes what a repair came to, <c>repair.json</c>.</summary>
    /// <param name="folder">Where to. What else lies there stays.</param>
    /// <param name="report">The report.</param>
    /// <returns>The full path of <c>repair.json</c>.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: the file cannot be written.</exception>
    public static string WriteRepair(ArtifactFolder folder, RepairReport report) => WriteText(folder, ArtifactFile.Repair, ReportJson.Serialize(report));

    /// <summary>Writes what the making of a filter came to, <c>filter.json</c> last, and the picture of its curve where it has one.</summary>
    /// <param name="folder">Where to. What else lies there stays.</param>
    /// <param name="report">The report.</param>
    /// <returns>The full path of <c>filter.json</c>.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: a file cannot be written.</exception>
    public static string WriteFilter(ArtifactFolder folder, FilterReport report)
    {
        if (report.Curve.Count > 0)
            WriteText(folder, ArtifactFile.FilterCurve, FilterCurveChart.Draw(report));
        return WriteText(folder, ArtifactFile.Filter, ReportJson.Serialize(report));
    }

    /// <summary>Does beforehand what the first report of a process waits for, a quarter of a second: for another thread, while the scan runs.</summary>
    public static void Prepare() => PageTemplate.Prepare();

    private static void WritePictures(ArtifactFolder folder, TriggerFiles files, ITriggerLook look, IReadOnlyList<ExampleImage> examples)
    {
        folder.Write(files.Mask, stream => TriggerPictures.WriteMask(stream, look));
        folder.Write(files.Trigger, look.DrawAlone);
        folder.Write(files.Overlay, stream => TriggerPictures.WriteOverlay(stream, look, examples));
    }

    private static string WriteText(ArtifactFolder folder, ArtifactFile file, string text) =>
        folder.Write(file.Name, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
