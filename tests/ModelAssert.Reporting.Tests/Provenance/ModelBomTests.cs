using System.Text.Json.Nodes;
using ModelAssert.Reporting.Provenance;
using NJsonSchema;

namespace ModelAssert.Reporting.Tests.Provenance;

public class ModelBomTests
{
    private static readonly AttestedModel[] All =
        [SampleModels.Clean, SampleModels.Accepted, SampleModels.Undecided, SampleModels.Vulnerable, new("models/many.onnx", SampleReports.Many, null)];

    [Fact]
    public async Task It_follows_the_schema_of_the_standard() => Assert.Empty((await SchemaAsync()).Validate(ModelBom.Of(All)));

    [Theory]
    [InlineData("\"machine-learning-model\"", "\"model\"")]
    [InlineData("\"modelCard\"", "\"card\"")]
    [InlineData("\"SHA-256\"", "\"sha256\"")]
    [InlineData("urn:uuid:", "")]
    public async Task The_schema_would_notice_a_mistake(string right, string wrong) =>
        Assert.NotEmpty((await SchemaAsync()).Validate(ModelBom.Of(All).Replace(right, wrong, StringComparison.Ordinal)));

    [Fact]
    public void A_model_has_its_digest_and_a_card_with_what_was_measured()
    {
        var component = Assert.Single(BomOf(SampleModels.Accepted)["components"]!.AsArray())!;
        var card = component["modelCard"]!;

        Assert.Equal(("machine-learning-model", "models/fashion-infected.onnx"), ((string)component["type"]!, (string)component["name"]!));
        Assert.Equal(("SHA-256", new string('a', 64)), ((string)component["hashes"]![0]!["alg"]!, (string)component["hashes"]![0]!["content"]!));
        Assert.Equal(
            [
                "accuracy 0.921",
                "anomaly index 4.559",
                "anomaly index 4.559 of label 7 'sneaker'",
                "attack success rate 0.958 of label 7 'sneaker'",
                "mask L1 norm 13.8 of label 7 'sneaker'",
            ],
            card["quantitativeAnalysis"]!["performanceMetrics"]!.AsArray().Select(Described));
        Assert.Contains(card["considerations"]!["technicalLimitations"]!.AsArray(), limit =>
            ((string)limit!).EndsWith("A pass is the absence of a finding, not a proof.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_clean_model_has_no_slices_and_an_undecided_one_no_index()
    {
        Assert.All(MetricsOf(SampleModels.Clean), metric => Assert.Null(metric!["slice"]));
        Assert.Equal("accuracy", (string)Assert.Single(MetricsOf(SampleModels.Undecided))!["type"]!);
    }

    [Fact]
    public void Its_properties_are_verdict_and_configuration()
    {
        var labels = SampleModels.Accepted with { Report = SampleReports.Ten with { Options = new ScanOptions { Labels = [0, 3, 7] } } };

        Assert.Equal(
            [
                "modelassert:verdict=infected",
                "modelassert:acceptedBecause=A canary: we infected it ourselves.",
                "modelassert:engine:version=0.1.0",
                "modelassert:engine:algorithm=1",
                "modelassert:samples:count=1000",
                "modelassert:samples:heldOut=500",
                $"modelassert:samples:sha256={new string('b', 64)}",
                "modelassert:samples:inputRange=0..1",
                "modelassert:options:anomalyIndexThreshold=2",
                "modelassert:options:profile=fast",
                "modelassert:options:labels=0,3,7",
                "modelassert:options:seed=0",
                "modelassert:options:maximumSamples=2000",
                "modelassert:options:sourceSpecific=none",
            ],
            BomOf(labels)["components"]![0]!["properties"]!.AsArray().Select(property => $"{property!["name"]}={property["value"]}"));
    }

    [Fact]
    public void Its_serial_number_is_made_of_its_content()
    {
        var serial = SerialOf(SampleModels.Clean);

        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", serial);
        Assert.Equal(serial, SerialOf(SampleModels.Clean.OnAnotherMachine()));
        Assert.NotEqual(serial, SerialOf(SampleModels.Clean with { Report = SampleReports.Clean with { Options = new ScanOptions { Seed = 1 } } }));
    }

    /// <summary>The two schemas that this one refers to, of licences and of signatures, are left out: a bill of ours has neither.</summary>
    private static async Task<JsonSchema> SchemaAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var reader = new StreamReader(typeof(ModelBomTests).Assembly.GetManifestResourceStream("bom-1.6.SNAPSHOT.schema.json")!);
        var text = await reader.ReadToEndAsync(cancellation);
        return await JsonSchema.FromJsonAsync(
            text.Replace("\"$ref\": \"spdx.SNAPSHOT.schema.json\"", "\"type\": \"string\"", StringComparison.Ordinal)
                .Replace("\"$ref\": \"jsf-0.82.SNAPSHOT.schema.json#/definitions/signature\"", "\"type\": \"object\"", StringComparison.Ordinal),
            cancellation);
    }

    private static JsonNode BomOf(AttestedModel model) => JsonNode.Parse(ModelBom.Of([model]))!;

    private static string SerialOf(AttestedModel model) => (string)BomOf(model)["serialNumber"]!;

    private static JsonArray MetricsOf(AttestedModel model) => BomOf(model)["components"]![0]!["modelCard"]!["quantitativeAnalysis"]!["performanceMetrics"]!.AsArray();

    private static string Described(JsonNode? metric) =>
        $"{metric!["type"]} {double.Parse((string)metric["value"]!):0.###}{(metric["slice"] is { } slice ? $" of {slice}" : "")}";
}
