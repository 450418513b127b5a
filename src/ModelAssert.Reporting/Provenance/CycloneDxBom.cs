using System.Text.Json.Serialization;

namespace ModelAssert.Reporting.Provenance;

// The part of CycloneDX 1.6 (ECMA-424) that a scan fills, named as the standard names it (bom-1.6.schema.json).

internal sealed record CycloneDxBom(
    [property: JsonPropertyName("$schema")] string Schema,
    string BomFormat,
    string SpecVersion,
    string? SerialNumber,
    int Version,
    CycloneDxMetadata Metadata,
    IReadOnlyList<CycloneDxComponent> Components);

internal sealed record CycloneDxMetadata(CycloneDxTools Tools);

internal sealed record CycloneDxTools(IReadOnlyList<CycloneDxComponent> Components);

internal sealed record CycloneDxComponent(
    string Type,
    string Name,
    [property: JsonPropertyName("bom-ref")] string? BomRef = null,
    string? Version = null,
    IReadOnlyList<CycloneDxHash>? Hashes = null,
    CycloneDxModelCard? ModelCard = null,
    IReadOnlyList<CycloneDxProperty>? Properties = null,
    IReadOnlyList<CycloneDxComponent>? Components = null);

internal sealed record CycloneDxHash(string Alg, string Content);

internal sealed record CycloneDxModelCard(CycloneDxQuantitativeAnalysis QuantitativeAnalysis, CycloneDxConsiderations Considerations);

internal sealed record CycloneDxQuantitativeAnalysis(IReadOnlyList<CycloneDxPerformanceMetric> PerformanceMetrics);

/// <summary>A number that was measured.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Value">The number: the standard asks for text.</param>
/// <param name="Slice">The part of the data that it is about, if not all.</param>
internal sealed record CycloneDxPerformanceMetric(string Type, string Value, string? Slice = null);

internal sealed record CycloneDxConsiderations(IReadOnlyList<string> TechnicalLimitations);

internal sealed record CycloneDxProperty(string Name, string Value);
