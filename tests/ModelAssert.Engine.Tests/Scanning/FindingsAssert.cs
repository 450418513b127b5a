using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Tests.Scanning;

internal static class FindingsAssert
{
    /// <summary>Demands a verdict; a failure shows what it was made of.</summary>
    public static void AssertVerdict(this ScanFindings findings, Verdict expected) =>
        Assert.True(expected == findings.Verdict, FormattableString.Invariant($"""
            Expected {expected}, found {findings.Verdict} at anomaly index {findings.Labels!.Judgement.AnomalyIndex:0.00}, median {findings.Labels!.Judgement.MedianNorm:0.00}, detectable below {findings.Labels!.Judgement.DetectableNorm:0.00}.
            {string.Join('\n', findings.Reasons)}
            {string.Join('\n', findings.Labels!.Judgement.Labels.Zip(findings.Labels!.Triggers, (label, trigger) => FormattableString.Invariant($"label {label.Label}: {label.State}, {trigger.Trigger.MaskL1Norm:0.00} pixels, success {trigger.AttackSuccessRate:P1}, p {label.PValue:0.0000}")))}
            """));
}
