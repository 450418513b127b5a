using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelAssert.Reporting.Provenance;

/// <summary>
/// What CycloneDX has no field for, as its properties: names and texts. A name is <c>modelassert:</c> and the path of the same member in
/// <c>report.json</c>, with colons, which is how the standard's taxonomy of properties makes names.
/// </summary>
internal static class ScanProperties
{
    public static IEnumerable<CycloneDxProperty> Of(AttestedModel model)
    {
        var (report, samples) = (model.Report, model.Report.Samples);
        // No path is among these, and nothing that another run would change.
        var facts = new
        {
            report.Verdict,
            report.ThresholdRemark,
            model.AcceptedBecause,
            report.Engine,
            Samples = new
            {
                samples.Count,
                samples.HeldOut,
                samples.Sha256,
                samples.InputRange,
                Preprocessing = samples.Preprocessing?.Used.Name,
                PreprocessingGuessed = samples.Preprocessing?.Guessed,
                LeftOut = samples.LeftOut > 0 ? samples.LeftOut : (int?)null,
            },
            report.Options,
        };
        return Flat("modelassert", JsonSerializer.SerializeToNode(facts, JsonFormat.Line)!);
    }

    private static IEnumerable<CycloneDxProperty> Flat(string name, JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Flat($"{name}:{member.Key}", member.Value!)),
        JsonArray items => [new(name, string.Join(',', items))],
        _ => [new(name, node.ToString())],
    };
}
