using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>What the making of a filter came to. Serialised as <c>filter.json</c>, on which other tools build: members may be added, never renamed.</summary>
internal sealed record FilterReport : ModelReport
{
    /// <summary>The version of the schema that this class writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Makes a report of the current schema.</summary>
    public FilterReport()
        : base(CurrentSchemaVersion)
    {
    }

    /// <summary>The conclusion.</summary>
    public required FilterOutcome Outcome { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The model, which was not changed.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>The file that was written, or <see langword="null"/> if none was.</summary>
    public ModelIdentity? Filter { get; init; }

    /// <summary>What the file calls the layer that is looked at; <see langword="null"/> if there is no filter.</summary>
    public string? Layer { get; init; }

    /// <summary>How many neurons that layer has.</summary>
    public int? LayerNeurons { get; init; }

    /// <summary>The infected labels and their neurons, in the order of the labels; none if there is no filter.</summary>
    public required IReadOnlyList<FilterProfile> Labels { get; init; }

    /// <summary>An input is rejected whose score is above it.</summary>
    public float? Threshold { get; init; }

    /// <summary>
    /// The share of images with a reversed trigger that pass the filter, a fraction in [0, 1]: triggers that the filter was not made of, on images that it was not made of. The attacker's own is not
    /// known to a filter.
    /// </summary>
    public double? FalseNegativeRate { get; init; }

    /// <summary>The share of these images that the triggers take to their label, a fraction in [0, 1].</summary>
    public double? AttackSuccessRate { get; init; }

    /// <summary>
    /// The share of these images that the triggers take to their label and that pass the filter: what is left to them, a fraction in [0, 1]. Smaller than <see cref="FalseNegativeRate"/>, since an image
    /// that a trigger does not take does no harm.
    /// </summary>
    public double? PassedSuccessRate { get; init; }

    /// <summary>The probability that an image with such a trigger has a higher score than a clean one: the area under the curve.</summary>
    public double? Auroc { get; init; }

    /// <summary>False negatives against false positives, in the order of rising false positives; empty if there is no filter.</summary>
    public required IReadOnlyList<FilterPoint> Curve { get; init; }

    /// <summary>The clean images that the threshold was calibrated on; none of them was used to choose neurons.</summary>
    public int? CalibrationImages { get; init; }

    /// <summary>What is to be known before it is used, a sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What was asked of the scan.</summary>
    [JsonPropertyOrder(ReportOrder.Asked)]
    public required ScanOptions ScanOptions { get; init; }

    /// <summary>What was asked of the filter.</summary>
    [JsonPropertyOrder(ReportOrder.Asked)]
    public required FilterOptions Options { get; init; }

    internal override string InOneLine => $"{Word}: {Reason}";

    internal override IEnumerable<ArtifactFile> Files => Curve.Count > 0 ? ArtifactFile.OfFilter : [ArtifactFile.Filter];

    /// <summary>The word for the outcome, in lower case.</summary>
    internal string Word => Outcome switch
    {
        FilterOutcome.Written => "filtered",
        FilterOutcome.NothingToFilter => "clean",
        _ => "inconclusive",
    };
}

/// <summary>How the making of a filter ended.</summary>
internal enum FilterOutcome
{
    /// <summary>A filter was written.</summary>
    Written,

    /// <summary>The model is clean: there is nothing to filter, and no file was written.</summary>
    NothingToFilter,

    /// <summary>The scan could not decide, and no file was written.</summary>
    Inconclusive,
}

/// <summary>A point of a filter's curve.</summary>
/// <param name="FalsePositiveRate">The share of clean images above the threshold, a fraction in [0, 1].</param>
/// <param name="FalseNegativeRate">The share of images with a trigger that are not above it, a fraction in [0, 1].</param>
/// <param name="Threshold">The threshold.</param>
internal sealed record FilterPoint(double FalsePositiveRate, double FalseNegativeRate, double Threshold);
