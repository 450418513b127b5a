using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>
/// Whether a scan looks for backdoors that take images of one label only, the source, to a target (Wang et al. 2019, section VII). A trigger for all images, which
/// every scan looks for, does not describe them.
/// </summary>
public enum SourceSpecificScan
{
    /// <summary>It does not. The default.</summary>
    None,

    /// <summary>Every ordered pair of labels at an effort at which the smallest stand out: for ten labels less than the rest of the scan.</summary>
    Screened,

    /// <summary>As published: every ordered pair of labels at the effort of the profile, so with ten labels nine times the rest of the scan.</summary>
    [JsonStringEnumMemberName("all")]
    AllPairs,
}

/// <summary>The kinds of source-specific scan as people write them.</summary>
internal static class SourceSpecificScanNames
{
    /// <summary>All of them, for messages.</summary>
    public const string Legal = "'none', 'screened' or 'all'";

    /// <summary>The name of a kind, such as <c>all</c>.</summary>
    /// <param name="scan">The kind.</param>
    /// <returns>The name, as options and metadata take it.</returns>
    public static string ToName(this SourceSpecificScan scan) => scan == SourceSpecificScan.AllPairs ? "all" : scan.ToString().ToLowerInvariant();

    /// <summary>The kind of a name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The kind, or <see langword="null"/> if it is none of them.</returns>
    public static SourceSpecificScan? Find(string name) => Word.Find<SourceSpecificScan>(name, ToName);
}
