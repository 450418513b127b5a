namespace ModelAssert.Reporting.Sarif;

/// <summary>The name that the field has for the attack: MITRE ATLAS, the catalogue of attacks on machine learning.</summary>
internal static class MitreAtlas
{
    /// <summary>A backdoor by poisoned training: what the reversed triggers are traces of.</summary>
    public const string PoisonedModel = "AML.T0018.000";

    /// <summary>A backdoor that was built into a finished model: its architecture was changed.</summary>
    public const string InjectedPayload = "AML.T0018.001";

    private const string Name = "MITRE ATLAS";

    public static SarifTaxonomy Taxonomy { get; } = new(Name, "MITRE", "https://atlas.mitre.org/",
    [
        new SarifTaxon(PoisonedModel, "Poison AI Model", $"https://atlas.mitre.org/techniques/{PoisonedModel}",
            new SarifText("Manipulate AI Model: Poison AI Model. Training puts behaviour into a model that a trigger in its input calls up.")),
        new SarifTaxon(InjectedPayload, "Inject Payload", $"https://atlas.mitre.org/techniques/{InjectedPayload}",
            new SarifText("Manipulate AI Model: inject a payload. Operators that were added to a finished model call up behaviour by a trigger in its input.")),
    ]);

    /// <summary>The only taxonomy of a run.</summary>
    public static SarifComponentReference Reference { get; } = new(Name, 0);

    public static SarifRelationship RelevanceOf(string technique) => new(new SarifTaxonReference(technique, technique == PoisonedModel ? 0 : 1, Reference), ["relevant"]);
}
