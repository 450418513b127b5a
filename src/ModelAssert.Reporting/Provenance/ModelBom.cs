using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Provenance;

/// <summary>
/// A CycloneDX 1.6 bill of materials of a package's models, to be merged into that of the package: digests, a model card with what was measured and what a
/// pass does not say, and the configuration of the scans. It is not signed.
/// </summary>
internal static class ModelBom
{
    /// <summary>
    /// Writes the bill. The same models, reports and reasons give the same text: nothing in it names a machine, a folder or a time, and the serial number is
    /// made of the content.
    /// </summary>
    /// <param name="models">The models, in any order.</param>
    /// <returns>Indented JSON that ends with a line feed.</returns>
    /// <exception cref="ArgumentException">There is no model, or two have one name.</exception>
    public static string Of(IReadOnlyList<AttestedModel> models)
    {
        var ordered = AttestedModels.InOrder(models);
        var tools = ordered.Select(model => model.Report.Engine.Version).Distinct();
        var bom = new CycloneDxBom(
            "http://cyclonedx.org/schema/bom-1.6.schema.json", "CycloneDX", "1.6", SerialNumber: null, Version: 1,
            new CycloneDxMetadata(new CycloneDxTools([.. tools.Select(version => new CycloneDxComponent("application", "ModelAssert", Version: version))])),
            [.. ordered.Select(ComponentOf)]);
        return Serialize(bom with { SerialNumber = SerialNumberOf(Serialize(bom)) });
    }

    private static string Serialize(CycloneDxBom bom) => JsonSerializer.Serialize(bom, JsonFormat.File) + "\n";

    /// <summary>A UUID made of a SHA-256: version 8 (RFC 9562, section 5.8 and appendix B.2). A random one would make every build another file.</summary>
    private static string SerialNumberOf(string content)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(content))[..16];
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }

    private static CycloneDxComponent ComponentOf(AttestedModel model) => new(
        "machine-learning-model",
        model.Name,
        BomRef: model.Name,
        Hashes: HashesOf(model.Files[0]),
        ModelCard: new CycloneDxModelCard(
            new CycloneDxQuantitativeAnalysis([.. MetricsOf(model.Report)]),
            new CycloneDxConsiderations([.. Limits.Of(model.Report)])),
        Properties: [.. ScanProperties.Of(model)],
        Components: model.Files.Count == 1 ? null : [.. model.Files.Skip(1).Select(file => new CycloneDxComponent("file", file.Name, Hashes: HashesOf(file)))]);

    private static CycloneDxHash[] HashesOf(ModelFile file) => [new("SHA-256", file.Sha256)];

    private static IEnumerable<CycloneDxPerformanceMetric> MetricsOf(ScanReport report)
    {
        yield return new("accuracy", Exact(report.Samples.Accuracy));
        if (report.AnomalyIndex is { } largest)
            yield return new("anomaly index", Exact(largest));
        foreach (var finding in report.Findings)
        {
            foreach (var number in finding.Numbers)
                yield return new(number.Name, Exact(number.Value), finding.Subject);
        }
    }

    /// <summary>As in <c>report.json</c>, not rounded: programs read this.</summary>
    private static string Exact(double value) => value.ToString(CultureInfo.InvariantCulture);
}
