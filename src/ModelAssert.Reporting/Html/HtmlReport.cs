using ModelAssert.Artifacts;

namespace ModelAssert.Reporting.Html;

/// <summary>
/// <c>report.html</c>: the report for people, one file that opens from disk and asks nothing of a network. It has no script, and a policy in its head
/// forbids any: names and paths in it come from whoever made the model.
/// </summary>
internal static class HtmlReport
{
    /// <summary>Makes the page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="triggers">The reversed triggers of all labels of the report.</param>
    /// <param name="folder">Where the pictures of the flagged labels are already.</param>
    /// <returns>The page's text.</returns>
    public static string Of(ScanReport report, IReadOnlyList<Trigger> triggers, ArtifactFolder folder) => PageTemplate.Render(Page.Of(report, triggers, folder));
}
