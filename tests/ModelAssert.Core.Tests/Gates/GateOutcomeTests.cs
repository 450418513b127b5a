using ModelAssert.Artifacts;
using ModelAssert.Core.Tests.Artifacts;
using ModelAssert.Gates;

namespace ModelAssert.Core.Tests.Gates;

public class GateOutcomeTests
{
    [Fact]
    public void A_scan_attaches_its_reports_and_the_pictures_of_what_was_found() => Assert.Equal(
        [
            "report.html as report (text/html)", "report.json as report-data (application/json)", "report.sarif as report.sarif (application/json)", "summary.md as summary.md (text/plain)",
            "label-001-mask.png as label-001-mask (image/png)", "label-001-trigger.png as label-001-trigger (image/png)", "label-001-overlay.png as label-001-overlay (image/png)",
        ],
        AttachmentsOf(Reports.Infected with { Labels = [Reports.Infected.Labels[2] with { Label = 1, TriggerFiles = ArtifactFolder.TriggerFilesOf(1) }] }));

    [Fact]
    public void A_self_test_attaches_its_reports() => Assert.Equal(["selftest.json as selftest (application/json)", "selftest.md as selftest.md (text/plain)"], AttachmentsOf(EveryReport.SelfTest));

    private static IEnumerable<string> AttachmentsOf(ModelReport report)
    {
        var folder = Path.GetFullPath("/results");
        return new GateOutcome(report.In(folder), null).Attachments.Select(file => $"{Path.GetRelativePath(folder, file.Path)} as {file.Name} ({file.MediaType})");
    }
}
