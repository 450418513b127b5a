namespace ModelAssert;

/// <summary>A file of a report. Who writes, attaches or removes files takes them from here, and forgets none.</summary>
/// <param name="Name">What it is called in the folder.</param>
/// <param name="MediaType">What a test runner is told of its content.</param>
/// <param name="AttachedAs">
/// What it is called as an attachment of a test, or <see langword="null"/> if it is none. Runners name a file by the attachment's name and add the extension of its media type, some of them to a name that has
/// it already; so names come without the extension that will be added, and they differ, since a test has each name once. SARIF and Markdown have media types that runners do not know and would call
/// <c>.bin</c>: as JSON and plain text they come out as <c>report.sarif.json</c>, a name the SARIF standard allows, and <c>summary.md.txt</c>.
/// </param>
internal sealed record ArtifactFile(string Name, string MediaType, string? AttachedAs = null)
{
    private const string Json = "application/json";
    private const string PlainText = "text/plain";

    /// <summary>The report of a scan that people read: one page, pictures included.</summary>
    public static readonly ArtifactFile Page = new("report.html", "text/html", "report");

    /// <summary>The report of a scan.</summary>
    public static readonly ArtifactFile Report = new("report.json", Json, "report-data");

    /// <summary>The findings in SARIF 2.1.0, for code scanning services.</summary>
    public static readonly ArtifactFile Sarif = new("report.sarif", Json, "report.sarif");

    /// <summary>The short version in Markdown, for the page of a CI job.</summary>
    public static readonly ArtifactFile Summary = new("summary.md", PlainText, "summary.md");

    /// <summary>The archive with every reversed trigger as float arrays.</summary>
    public static readonly ArtifactFile Triggers = new("triggers.npz", "application/zip");

    /// <summary>The report of a self-test.</summary>
    public static readonly ArtifactFile SelfTest = new("selftest.json", Json, "selftest");

    /// <summary>The same in Markdown, for the page of a CI job.</summary>
    public static readonly ArtifactFile SelfTestSummary = new("selftest.md", PlainText, "selftest.md");

    /// <summary>The report of a repair.</summary>
    public static readonly ArtifactFile Repair = new("repair.json", Json);

    /// <summary>The report of a filter.</summary>
    public static readonly ArtifactFile Filter = new("filter.json", Json);

    /// <summary>The picture of a filter's curve.</summary>
    public static readonly ArtifactFile FilterCurve = new("filter-curve.svg", "image/svg+xml");

    /// <summary>The lines that tell of a test's scan while it runs; no part of its report.</summary>
    public static readonly ArtifactFile Progress = new("progress.txt", PlainText);

    /// <summary>What a scan writes besides pictures. The first of these files, as of those below, is the one that people are sent to.</summary>
    public static readonly IReadOnlyList<ArtifactFile> OfScan = [Page, Report, Sarif, Summary, Triggers];

    /// <summary>What a self-test writes.</summary>
    public static readonly IReadOnlyList<ArtifactFile> OfSelfTest = [SelfTest, SelfTestSummary];

    /// <summary>What a repair writes, besides the reports of its scans.</summary>
    public static readonly IReadOnlyList<ArtifactFile> OfRepair = [Repair];

    /// <summary>What a filter writes, besides the report of its scan.</summary>
    public static readonly IReadOnlyList<ArtifactFile> OfFilter = [Filter, FilterCurve];

    /// <summary>A picture of a trigger.</summary>
    public static ArtifactFile Picture(string name) => new(name, "image/png", Path.GetFileNameWithoutExtension(name));
}
