using System.Text.Json.Serialization;

namespace ModelAssert.Reporting.Sarif;

// The part of SARIF 2.1.0 that a scan fills, named as the standard names it (OASIS, sarif-v2.1.0, section 3).

internal sealed record SarifLog(IReadOnlyList<SarifRun> Runs)
{
    [JsonPropertyName("$schema")]
    public string Schema { get; } = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    public string Version { get; } = "2.1.0";
}

internal sealed record SarifRun(
    SarifTool Tool,
    SarifAutomationDetails AutomationDetails,
    IReadOnlyList<SarifInvocation> Invocations,
    IReadOnlyList<SarifArtifact> Artifacts,
    IReadOnlyList<SarifResult> Results,
    IReadOnlyList<SarifTaxonomy> Taxonomies);

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifDriver(string Name, string Version, IReadOnlyList<SarifRule> Rules, IReadOnlyList<SarifComponentReference> SupportedTaxonomies);

internal sealed record SarifRule(
    string Id,
    string Name,
    SarifText ShortDescription,
    SarifText FullDescription,
    SarifText Help,
    SarifConfiguration DefaultConfiguration,
    IReadOnlyList<SarifRelationship> Relationships,
    SarifTags Properties);

/// <summary>A message, or a text that may have a form in Markdown too.</summary>
internal sealed record SarifText(string Text, string? Markdown = null);

internal sealed record SarifConfiguration(string Level);

internal sealed record SarifRelationship(SarifTaxonReference Target, IReadOnlyList<string> Kinds);

internal sealed record SarifTaxonReference(string Id, int Index, SarifComponentReference ToolComponent);

internal sealed record SarifComponentReference(string Name, int Index);

internal sealed record SarifTags(IReadOnlyList<string> Tags);

internal sealed record SarifAutomationDetails(string Id);

internal sealed record SarifInvocation(bool ExecutionSuccessful);

internal sealed record SarifArtifact(SarifArtifactLocation Location, IReadOnlyList<string> Roles, IReadOnlyDictionary<string, string> Hashes);

internal sealed record SarifArtifactLocation(string Uri, int? Index = null);

internal sealed record SarifResult(
    string RuleId,
    int RuleIndex,
    string Level,
    SarifText Message,
    IReadOnlyList<SarifLocation> Locations,
    IReadOnlyDictionary<string, string> PartialFingerprints,
    IReadOnlyDictionary<string, double>? Properties);

internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation);

internal sealed record SarifPhysicalLocation(SarifArtifactLocation ArtifactLocation);

internal sealed record SarifTaxonomy(string Name, string Organization, string InformationUri, IReadOnlyList<SarifTaxon> Taxa);

internal sealed record SarifTaxon(string Id, string Name, string HelpUri, SarifText ShortDescription);
