using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>
/// What every report says of how it was made: of a scan, a self-test, a repair, a filter. In its file this stands among the report's own members.
/// </summary>
public abstract record ModelReport
{
    private protected ModelReport(int schemaVersion) => SchemaVersion = schemaVersion;

    /// <summary>The version of the schema of this report.</summary>
    [JsonPropertyOrder(ReportOrder.Schema)]
    public int SchemaVersion { get; init; }

    /// <summary>The clean samples.</summary>
    [JsonPropertyOrder(ReportOrder.Samples)]
    public required SamplesSummary Samples { get; init; }

    /// <summary>Who answered.</summary>
    [JsonPropertyOrder(ReportOrder.Engine)]
    public required EngineIdentity Engine { get; init; }

    /// <summary>What it cost, all scans together.</summary>
    [JsonPropertyOrder(ReportOrder.Engine)]
    public required ScanTiming Timing { get; init; }

    /// <summary>Where this report lies, if it was written to disk. Not part of the file, which may be moved.</summary>
    [JsonIgnore]
    public string? ReportPath { get; init; }

    /// <summary>What it came to, in one line.</summary>
    internal abstract string InOneLine { get; }

    /// <summary>The files that are written for it; the first is the one that people are sent to.</summary>
    internal abstract IEnumerable<ArtifactFile> Files { get; }

    /// <summary>The folder that it lies in, once it was written.</summary>
    internal string Folder => Path.GetDirectoryName(ReportPath) ?? throw new InvalidOperationException("The report was not written.");
}
