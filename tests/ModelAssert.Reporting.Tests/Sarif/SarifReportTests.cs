using System.Text.Json.Nodes;
using ModelAssert.Reporting.Sarif;
using NJsonSchema;

namespace ModelAssert.Reporting.Tests.Sarif;

public class SarifReportTests
{
    private static readonly string Here = Path.GetFullPath(Path.DirectorySeparatorChar + "work");

    public static TheoryData<string> Reports { get; } = ["ten", "many", "clean", "undecided"];

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task It_follows_the_schema_of_the_standard(string name)
    {
        using var reader = new StreamReader(typeof(SarifReportTests).Assembly.GetManifestResourceStream("sarif-2.1.0-rtm.5.json")!);
        var schema = await JsonSchema.FromJsonAsync(await reader.ReadToEndAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        Assert.Empty(schema.Validate(SarifReport.Of(Named(name), Here)));
    }

    [Fact]
    public void An_infected_label_is_an_error_at_the_model()
    {
        var run = RunOf(SampleReports.Ten);
        var result = Assert.Single(run["results"]!.AsArray())!;

        Assert.Equal(("MODELASSERT1001", "error"), ((string)result["ruleId"]!, (string)result["level"]!));
        Assert.StartsWith("fashion-infected.onnx: label 7 'sneaker' is infected. Anomaly index 4.56", (string)result["message"]!["text"]!, StringComparison.Ordinal);
        Assert.Equal("samples/models/fashion-infected.onnx", (string)result["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]!);
        Assert.Equal(new string('a', 64), (string)run["artifacts"]![0]!["hashes"]!["sha-256"]!);
    }

    [Fact]
    public void Vulnerable_labels_are_warnings_and_undecided_scans_are_errors()
    {
        var many = RunOf(SampleReports.Many)["results"]!.AsArray();
        Assert.All(many.Skip(1), result => Assert.Equal(("MODELASSERT1002", "warning"), ((string)result!["ruleId"]!, (string)result["level"]!)));

        var undecided = Assert.Single(RunOf(SampleReports.Undecided)["results"]!.AsArray())!;
        Assert.Equal(("MODELASSERT1003", "error"), ((string)undecided["ruleId"]!, (string)undecided["level"]!));
        Assert.Contains("Only 2 labels were analysed", (string)undecided["message"]!["text"]!, StringComparison.Ordinal);

        Assert.Empty(RunOf(SampleReports.Clean)["results"]!.AsArray());
    }

    [Fact]
    public void Fingerprints_stay_when_only_the_run_is_another()
    {
        var again = SampleReports.Ten with { Timing = new ScanTiming(1, 1), Seed = 3, AnomalyIndex = 4.5 };
        var otherModel = SampleReports.Ten with { Model = SampleReports.Ten.Model with { Sha256 = new string('c', 64) } };

        Assert.Equal(FingerprintOf(SampleReports.Ten), FingerprintOf(again));
        Assert.NotEqual(FingerprintOf(SampleReports.Ten), FingerprintOf(otherModel));
    }

    [Fact]
    public void Rules_bring_the_text_of_their_pages_and_the_name_of_the_attack()
    {
        var rule = RunOf(SampleReports.Clean)["tool"]!["driver"]!["rules"]![0]!;

        Assert.Equal("A label is infected.", (string)rule["shortDescription"]!["text"]!);
        Assert.Contains("Do not ship the model.", (string)rule["help"]!["text"]!, StringComparison.Ordinal);
        Assert.Equal("AML.T0018.000", (string)rule["relationships"]![0]!["target"]!["id"]!);
        Assert.Contains("security", rule["properties"]!["tags"]!.AsArray().Select(tag => (string)tag!));
    }

    [Theory]
    [InlineData("models/a b.onnx", "models/a%20b.onnx")]
    [InlineData("/work/models/m.onnx", "models/m.onnx")]
    [InlineData("../other/m.onnx", "file:///other/m.onnx")]
    [InlineData("/elsewhere/m.onnx", "file:///elsewhere/m.onnx")]
    public void A_model_below_the_working_directory_is_named_relative_to_it(string path, string uri)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of other systems.");
        Assert.Equal(uri, ModelUri.Of(path, Here));
    }

    private static ScanReport Named(string name) => name switch
    {
        "ten" => SampleReports.Ten,
        "many" => SampleReports.Many,
        "clean" => SampleReports.Clean,
        _ => SampleReports.Undecided,
    };

    private static JsonNode RunOf(ScanReport report) => Assert.Single(JsonNode.Parse(SarifReport.Of(report, Here))!["runs"]!.AsArray())!;

    private static string FingerprintOf(ScanReport report) => (string)RunOf(report)["results"]![0]!["partialFingerprints"]!["ruleModelLabel/v1"]!;
}
