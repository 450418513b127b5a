using System.Text.Json;
using ModelAssert.Artifacts;

namespace ModelAssert.Core.Tests.Artifacts;

public class ReportJsonTests
{
    /// <summary>Other tools build on these names.</summary>
    [Fact]
    public void The_fields_of_the_contract_are_there()
    {
        using var json = JsonDocument.Parse(ReportJson.Serialize(Reports.Infected));
        var report = json.RootElement;

        Assert.Equal(1, report.GetProperty("schemaVersion").GetInt32());
        Assert.Equal("models/signs.onnx", report.GetProperty("model").GetProperty("path").GetString());
        Assert.Equal(64, report.GetProperty("model").GetProperty("sha256").GetString()!.Length);
        Assert.Equal("infected", report.GetProperty("verdict").GetString());
        Assert.Equal(1, report.GetProperty("reasons").GetArrayLength());
        Assert.Equal(2, report.GetProperty("threshold").GetDouble());
        Assert.Equal(4.1, report.GetProperty("anomalyIndex").GetDouble());
        AssertHas(report.GetProperty("samples"), "count", "sha256", "accuracy");
        AssertHas(report.GetProperty("engine"), "version", "algorithm");
        AssertHas(report.GetProperty("timing"), "wallSeconds", "cpuSeconds");
        AssertHas(report.GetProperty("importParity"), "maxAbsDifference", "samples");
        AssertHas(report, "options", "seed");

        var label = report.GetProperty("labels")[2];
        AssertHas(label, "label", "name", "state", "anomalyIndex", "maskL1Norm", "attackSuccessRate", "converged", "steps", "triggerFiles");
        Assert.Equal("infected", label.GetProperty("state").GetString());
        Assert.Equal("label-033-mask.png", label.GetProperty("triggerFiles").GetProperty("mask").GetString());
        Assert.False(report.GetProperty("labels")[3].TryGetProperty("triggerFiles", out _));
    }

    [Fact]
    public void A_report_comes_back_as_it_was_written()
    {
        var json = ReportJson.Serialize(Reports.Infected);

        Assert.Equal(json, ReportJson.Serialize(ReportJson.Deserialize(json)));
    }

    [Fact]
    public void Another_schema_is_refused() =>
        Assert.Throws<JsonException>(() => ReportJson.Deserialize(ReportJson.Serialize(Reports.Infected with { SchemaVersion = 99 })));

    private static void AssertHas(JsonElement element, params string[] names) =>
        Assert.All(names, name => Assert.True(element.TryGetProperty(name, out _), name));
}
