namespace ModelAssert;

/// <summary>The one rule of self-tests: what their outcomes add up to.</summary>
internal static class SelfTestRule
{
    public static SelfTestConclusion Conclude(SelfTestReport report)
    {
        if (report.Verdict != Verdict.Clean)
            return report.Verdict == Verdict.Infected ? SelfTestConclusion.ModelInfected : SelfTestConclusion.Inconclusive;

        SelfTestPatch[] planted = [.. Planted(report.Patches).Where(patch => patch.Side >= (report.Catch ?? 0))];
        if (planted.Length == 0)
            return SelfTestConclusion.Inconclusive;
        return report.Catch is not null && planted.Any(patch => patch.Outcome == PatchOutcome.Missed) ? SelfTestConclusion.Missed : SelfTestConclusion.Passed;
    }

    /// <summary>From the largest down, until one is missed. What could not be planted says nothing.</summary>
    public static int? CaughtFrom(IEnumerable<SelfTestPatch> patches) =>
        Planted(patches).OrderByDescending(patch => patch.Side).TakeWhile(patch => patch.Outcome == PatchOutcome.Caught).LastOrDefault()?.Side;

    private static IEnumerable<SelfTestPatch> Planted(IEnumerable<SelfTestPatch> patches) => patches.Where(patch => patch.Outcome != PatchOutcome.NotPlanted);
}
