namespace ModelAssert.Reporting.Sarif;

/// <summary>
/// The findings as rules. Their texts are the pages of <c>docs/diagnostics</c>, which the assembly carries; there is no <c>helpUri</c>, since the standard
/// asks for an absolute one and the pages have no address on a network.
/// </summary>
internal static class SarifRules
{
    private static readonly (string Id, string Name, string Level, string Technique)[] Findings =
    [
        (DiagnosticIds.LabelInfected, "LabelInfected", "error", MitreAtlas.PoisonedModel),
        (DiagnosticIds.LabelVulnerable, "LabelVulnerable", "warning", MitreAtlas.PoisonedModel),
        (DiagnosticIds.ScanInconclusive, "ScanInconclusive", "error", MitreAtlas.PoisonedModel),
        (DiagnosticIds.ThresholdUnusual, "ThresholdUnusual", "warning", MitreAtlas.PoisonedModel),
        (DiagnosticIds.DormantPathFound, "DormantPathFound", "error", MitreAtlas.InjectedPayload),
        (DiagnosticIds.AllToAllFound, "AllToAllFound", "error", MitreAtlas.PoisonedModel),
        (DiagnosticIds.WarpFound, "WarpFound", "error", MitreAtlas.PoisonedModel),
        (DiagnosticIds.WholeImageFound, "WholeImageFound", "error", MitreAtlas.PoisonedModel),
        (DiagnosticIds.AdvisoryFinding, "AdvisoryFinding", "note", MitreAtlas.PoisonedModel),
    ];

    /// <summary>In the order that <see cref="SarifResult.RuleIndex"/> counts in.</summary>
    public static IReadOnlyList<SarifRule> All { get; } = [.. Findings.Select(finding => RuleOf(finding.Id, finding.Name, finding.Level, finding.Technique))];

    public static int IndexOf(string id) => Array.FindIndex(Findings, finding => finding.Id == id);

    private static SarifRule RuleOf(string id, string name, string level, string technique)
    {
        var page = Read(id);
        return new SarifRule(
            id, name, new SarifText(TitleOf(page)), new SarifText(SectionOf(page, "Cause")),
            new SarifText($"{SectionOf(page, "Cause")}\n\n{SectionOf(page, "Remedy")}", page),
            new SarifConfiguration(level), [MitreAtlas.RelevanceOf(technique)], new SarifTags(["security", "machine-learning", "backdoor", technique]));
    }

    private static string Read(string id)
    {
        using var reader = new StreamReader(typeof(SarifRules).Assembly.GetManifestResourceStream(id)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The heading without the id: <c># MODELASSERT1001: A label is infected</c>.</summary>
    private static string TitleOf(string page) => page[(page.IndexOf(": ", StringComparison.Ordinal) + 2)..page.IndexOf('\n', StringComparison.Ordinal)] + ".";

    private static string SectionOf(string page, string heading) =>
        page.Split("\n## ").Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal))[heading.Length..].Trim();
}
