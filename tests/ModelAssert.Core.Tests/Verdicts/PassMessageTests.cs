using ModelAssert.Artifacts;
using ModelAssert.Assertions;
using ModelAssert.Gates;

namespace ModelAssert.Core.Tests.Verdicts;

public class PassMessageTests
{
    private static readonly ScanReport Clean = Reports.Infected with
    {
        Verdict = Verdict.Clean,
        Labels = [.. Reports.Infected.Labels.Select(label => label with { State = LabelState.Clean })],
    };

    private static readonly ScanReport Vulnerable = Clean with { Labels = [Clean.Labels[0] with { State = LabelState.Vulnerable }, .. Clean.Labels.Skip(1)] };

    [Fact]
    public void A_clean_report_has_nothing_to_say()
    {
        var lines = new List<string>();

        Assert.Null(PassMessage.Of(Clean));
        Assert.Null(new ModelGate().FailureOf(Clean, lines.Add));
        Assert.Empty(lines);
    }

    [Fact]
    public void A_vulnerable_label_passes_a_gate_and_is_written_to_the_tests_output()
    {
        var lines = new List<string>();

        Assert.Null(new ModelGate().FailureOf(Vulnerable, lines.Add));
        Assert.StartsWith($"signs.onnx has no infected labels, but {Vulnerable.Labels[0].Describe()} is vulnerable:\n  anomaly index", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3.5, false)]
    [InlineData(3.6, true)]
    [InlineData(20, true)]
    public void A_threshold_far_above_the_usual_is_remarked(double threshold, bool isRemarked)
    {
        var report = Clean with { Threshold = threshold };
        var lines = new List<string>();

        Assert.Null(new ModelGate().FailureOf(report, lines.Add));
        Assert.Equal(isRemarked, report.ThresholdRemark is not null);
        Assert.Equal(isRemarked, lines.Any(line => line.Contains("far above the usual 2.0", StringComparison.Ordinal)));
        Assert.Equal(isRemarked, ReportJson.Serialize(report).Contains("\"thresholdRemark\"", StringComparison.Ordinal));
        Assert.Equal(isRemarked, new GateRule(Baseline.Empty, isStrict: false, default).Judge(report)
            .Any(finding => finding is { Id: DiagnosticIds.ThresholdUnusual, Severity: GateSeverity.Warning }));
        Assert.Equal(report, ReportJson.Deserialize(ReportJson.Serialize(report)) with { Labels = report.Labels, Reasons = report.Reasons, Options = report.Options, Detections = report.Detections });
    }

    [Fact]
    public void What_failed_says_so_itself() => Assert.Null(PassMessage.Of(Reports.Infected with { Threshold = 20 }));
}
