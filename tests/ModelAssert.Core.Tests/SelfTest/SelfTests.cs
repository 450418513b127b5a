namespace ModelAssert.Core.Tests.SelfTest;

/// <summary>Reports of self-tests to test with.</summary>
internal static class SelfTests
{
    /// <summary>A clean model, and what came of patches by their sides.</summary>
    public static SelfTestReport Of(params (int Side, PatchOutcome Outcome)[] patches) => new()
    {
        Model = new ModelIdentity("models/signs.onnx", new string('a', 64)),
        Verdict = Verdict.Clean,
        Reasons = [],
        Patches = [.. patches.Select(patch => Patch(patch.Side, patch.Outcome))],
        Samples = Reports.Clean.Samples,
        Options = new ScanOptions(),
        Seed = 0,
        Engine = new EngineIdentity("0.1.0", "1"),
        Timing = new ScanTiming(10.5, 19),
    };

    private static SelfTestPatch Patch(int side, PatchOutcome outcome) => new()
    {
        Side = side,
        Coverage = side * side / 1024.0,
        TargetLabel = 7,
        Outcome = outcome,
        WhyNotPlanted = outcome == PatchOutcome.NotPlanted ? "The attack did not work." : null,
        Epochs = 10,
        Accuracy = 0.91,
        AttackSuccessRate = 0.976,
        Verdict = outcome switch { PatchOutcome.Caught => Verdict.Infected, PatchOutcome.Missed => Verdict.Clean, _ => null },
        TargetState = outcome switch { PatchOutcome.Caught => LabelState.Infected, PatchOutcome.Missed => LabelState.Vulnerable, _ => null },
        AnomalyIndex = outcome == PatchOutcome.NotPlanted ? null : 1.64,
        Seconds = 3,
    };
}
