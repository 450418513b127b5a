using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Tests.Scanning;

internal static class FindingsAssert
{
    /// <summary>Demands a verdict; a failure shows what it was made of.</summary>
    public static void AssertVerdict(this ScanFindings findings, Verdict expected) =>
        Assert.True(expected == findings.Judgement.Verdict, FormattableString.Invariant($"""
            Expected {expected}, found {findings.Judgement.Verdict} at anomaly index {findings.Judgement.AnomalyIndex:0.00}, median {findings.Judgement.MedianNorm:0.00}, detectable below {findings.Judgement.DetectableNorm:0.00}.
            {string.Join('\n', findings.Judgement.Reasons)}
            {string.Join('\n', findings.Judgement.Labels.Zip(findings.Triggers, (label, trigger) => FormattableString.Invariant($"label {label.Label}: {label.State}, {trigger.Trigger.MaskL1Norm:0.00} pixels, success {trigger.AttackSuccessRate:P1}, p {label.PValue:0.0000}")))}
            """));
}
