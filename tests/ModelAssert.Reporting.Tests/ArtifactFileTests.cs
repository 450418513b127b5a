using ModelAssert.Artifacts;

namespace ModelAssert.Reporting.Tests;

/// <summary>The table of files knows every file that is written, and no other.</summary>
public sealed class ArtifactFileTests : IDisposable
{
    private readonly ArtifactFolder folder = ArtifactFolder.Open(Directory.CreateTempSubdirectory("modelassert-test-").FullName);

    public void Dispose() => Directory.Delete(folder.Path, recursive: true);

    [Fact]
    public void Of_a_scan_with_pictures()
    {
        ReportWriter.Write(folder, SampleReports.Ten, SampleReports.TriggersOf(SampleReports.Ten), SampleReports.Examples);

        AssertFilesOf(SampleReports.Ten);
        Assert.Contains("label-007-mask.png", Names());

        folder.RemoveOldArtifacts();
        Assert.Empty(Names());
    }

    [Fact]
    public void Of_a_self_test()
    {
        var report = new SelfTestReport
        {
            Model = SampleReports.Ten.Model,
            Verdict = Verdict.Clean,
            Reasons = [],
            Patches = [],
            Samples = SampleReports.Ten.Samples,
            Options = new ScanOptions(),
            Seed = 0,
            Engine = SampleReports.Ten.Engine,
            Timing = SampleReports.Ten.Timing,
        };
        ReportWriter.WriteSelfTest(folder, report);

        AssertFilesOf(report);
    }

    [Fact]
    public void Of_a_repair()
    {
        var report = new RepairReport
        {
            Outcome = RepairOutcome.NothingToRepair,
            Reason = "it is clean",
            Original = SampleReports.Ten.Model,
            Labels = [],
            Before = new RepairState(Verdict.Clean, 1, 1, [], []),
            Attempts = [],
            Samples = SampleReports.Ten.Samples,
            ScanOptions = new ScanOptions(),
            Options = new RepairOptions(),
            Engine = SampleReports.Ten.Engine,
            Timing = SampleReports.Ten.Timing,
        };
        ReportWriter.WriteRepair(folder, report);

        AssertFilesOf(report);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_a_filter(bool isMade)
    {
        var report = FilterReportTests.Made with { Curve = isMade ? FilterReportTests.Made.Curve : [] };
        ReportWriter.WriteFilter(folder, report);

        AssertFilesOf(report);
    }

    [Fact]
    public void A_test_has_each_name_once()
    {
        ArtifactFile[] files = [.. ArtifactFile.OfScan, .. ArtifactFile.OfSelfTest, .. ArtifactFile.OfRepair, .. ArtifactFile.OfFilter, ArtifactFile.Progress];

        Assert.Distinct(files.Select(file => file.Name));
        Assert.Distinct(files.Select(file => file.AttachedAs).OfType<string>());
    }

    private void AssertFilesOf(ModelReport report) => Assert.Equal(report.Files.Select(file => file.Name).Order(StringComparer.Ordinal), Names());

    private IEnumerable<string> Names() => Directory.EnumerateFiles(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
