using System.Text.Json;
using ModelAssert.Artifacts;

namespace ModelAssert.Core.Tests.Artifacts;

/// <summary>The members of every report's file, in the order that they were first written in: files of two versions are compared line by line.</summary>
public class ReportMembersTests
{
    [Fact]
    public void Of_a_scan() => AssertMembers(
        EveryReport.Scan,
        "schemaVersion model description isQuantized verdict reasons threshold thresholdRemark anomalyIndex detectableNorm labelCount labels starts secondLook referenceLabels pairs pairAnomalyIndex dormantPaths dormantGates detections findings samples options seed engine timing power importParity");

    [Fact]
    public void Of_a_self_test() => AssertMembers(
        EveryReport.SelfTest, "schemaVersion model verdict reasons conclusion caughtFrom catch patches samples options seed engine timing");

    [Fact]
    public void Of_a_repair() => AssertMembers(
        EveryReport.Repair, "schemaVersion outcome reason original repaired mitigation labels before after attempts samples scanOptions options engine timing");

    [Fact]
    public void Of_a_filter() => AssertMembers(
        EveryReport.Filter,
        "schemaVersion outcome reason model filter layer layerNeurons labels threshold falseNegativeRate attackSuccessRate passedSuccessRate auroc curve calibrationImages warnings samples scanOptions options engine timing");

    private static void AssertMembers(ModelReport report, string names)
    {
        using var json = JsonDocument.Parse(ReportJson.Serialize(report));
        Assert.Equal(names, string.Join(' ', json.RootElement.EnumerateObject().Select(member => member.Name)));
    }
}
