using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>
/// What the gate would have caught on a model: patches planted in copies of it, and what the scan made of each. Serialised as <c>selftest.json</c>, on which other tools
/// build: members may be added, never renamed.
/// </summary>
public sealed record SelfTestReport : ModelReport
{
    /// <summary>The version of the schema that this class writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Makes a report of the current schema.</summary>
    public SelfTestReport()
        : base(CurrentSchemaVersion)
    {
    }

    /// <summary>The model whose copies were infected. It is unchanged itself.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>The verdict on the model as it is. If it is not clean, nothing was planted.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in sentences.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What the self-test came to.</summary>
    public SelfTestConclusion Conclusion => SelfTestRule.Conclude(this);

    /// <summary>The smallest side from which on every planted patch was caught, in pixels; <see langword="null"/> if the largest planted one was missed, or none was planted.</summary>
    public int? CaughtFrom => SelfTestRule.CaughtFrom(Patches);

    /// <summary>The side from which on every planted patch must be caught, in pixels, or <see langword="null"/> if none was asked for.</summary>
    public int? Catch { get; init; }

    /// <summary>The patches, from the smallest on.</summary>
    public required IReadOnlyList<SelfTestPatch> Patches { get; init; }

    /// <summary>What was asked of every scan.</summary>
    [JsonPropertyOrder(ReportOrder.Asked)]
    public required ScanOptions Options { get; init; }

    /// <summary>The seed of every random choice.</summary>
    [JsonPropertyOrder(ReportOrder.Asked)]
    public required int Seed { get; init; }

    /// <summary>The patches that were planted and missed, from the smallest on.</summary>
    [JsonIgnore]
    public IEnumerable<SelfTestPatch> Missed => Patches.Where(patch => patch.Outcome == PatchOutcome.Missed);

    internal override string InOneLine => SelfTestText.Of(this);

    internal override IEnumerable<ArtifactFile> Files => ArtifactFile.OfSelfTest;
}

/// <summary>What a self-test came to.</summary>
public enum SelfTestConclusion
{
    /// <summary>It was done and, if anything was to be caught, that was.</summary>
    Passed,

    /// <summary>A planted patch that was to be caught was missed.</summary>
    Missed,

    /// <summary>The model is infected as it is, so that nothing can be told from its copies.</summary>
    ModelInfected,

    /// <summary>The scan of the model could not decide, or nothing that was to be caught could be planted.</summary>
    Inconclusive,
}
