namespace ModelAssert;

/// <summary>What one detector of a scan came to. Serialised into <c>report.json</c>: members may be added, never renamed.</summary>
public sealed record Detection
{
    /// <summary>The detector.</summary>
    public required Detector Detector { get; init; }

    /// <summary>What kind of backdoor it can see, in a sentence.</summary>
    public required string Sees { get; init; }

    /// <summary>How it looks for that, in a sentence or two, for people who read the report.</summary>
    public required string Method { get; init; }

    /// <summary>Whether it is only reported, and has no part in the verdict.</summary>
    public bool IsAdvisory { get; init; }

    /// <summary>What it concludes of the model; <see langword="null"/> if it did not look.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Each thing that it found or could not decide, in sentences; or why it did not look.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What it found, if that stands nowhere else in the report: labels, pairs of labels and paths have tables of their own.</summary>
    public IReadOnlyList<Finding>? Findings { get; init; }
}
