namespace ModelAssert;

/// <summary>A self-test in words, the same in every front.</summary>
internal static class SelfTestText
{
    /// <summary>What the self-test says, in a sentence or two.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The text, without a line break unless the model's reasons have one.</returns>
    public static string Of(SelfTestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var model = report.Model.FileName;
        return report.Verdict switch
        {
            Verdict.Infected => $"{model} is infected as it is, so its copies can tell nothing: {string.Join(' ', report.Reasons)}",
            Verdict.Inconclusive => $"The scan of {model} could not decide, so its copies can tell nothing: {string.Join(' ', report.Reasons)}",
            _ => Caught(report) + NotPlanted(report),
        };
    }

    /// <summary>Says why a report does not pass: what the patches to catch came to.</summary>
    /// <param name="report">The report.</param>
    /// <returns>Some lines of text, or <see langword="null"/> if everything that was to be caught was.</returns>
    public static string? FailureOf(SelfTestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Conclusion == SelfTestConclusion.Passed)
            return null;

        var expected = report.Catch is { } side ? $"a planted patch of {side}x{side} and above to be caught" : "a planted patch to be caught";
        var finding = report.Conclusion == SelfTestConclusion.Missed
            ? string.Join("\n  and ", report.Missed.Where(patch => patch.Side >= report.Catch).Select(patch => Numbers(patch, report)))
            : Of(report);
        return $"Expected {expected} on {report.Model.FileName}, but {finding}" + (report.ReportPath is { } path ? $"\n  report: {PlainText.OneLine(path)}" : "");
    }

    private static string Caught(SelfTestReport report)
    {
        var planted = report.Patches.Where(patch => patch.Outcome != PatchOutcome.NotPlanted).ToArray();
        var caught = planted.Where(patch => patch.Outcome == PatchOutcome.Caught).ToArray();
        var where = $"on {report.Model.FileName} with these samples";
        if (planted.Length == 0)
            return $"No patch could be planted in {report.Model.FileName}, so nothing is known.";
        if (caught.Length == 0)
            return $"No planted patch is caught {where}: {Sizes(planted)}.";

        var missed = caught.Length < planted.Length ? $"; missed: {Sizes(report.Missed)}" : "";
        // Large patches can be missed where small ones are caught: their triggers are no smaller than what any label needs.
        if (report.CaughtFrom is not { } from)
            return $"Caught {where}: {Sizes(caught)}{missed}.";

        var above = from < planted[^1].Side ? $" and above, up to {Size(planted[^1])}," : "";
        return $"{Capitalised(caught.First(patch => patch.Side == from).Describe())}{above} is caught {where}{missed}.";
    }

    private static string NotPlanted(SelfTestReport report)
    {
        var refused = report.Patches.Where(patch => patch.Outcome == PatchOutcome.NotPlanted).ToArray();
        return refused.Length == 0 || refused.Length == report.Patches.Count ? "" : $" Could not be planted: {Sizes(refused)}.";
    }

    private static string Numbers(SelfTestPatch patch, SelfTestReport report) => FormattableString.Invariant(
        $"{patch.Describe()} was missed:\n  it sends {Evidence.Percent(patch.AttackSuccessRate)} of held-out samples to label {patch.TargetLabel}, at an accuracy of {Evidence.Percent(patch.Accuracy)}; the scan calls the copy {Word(patch.Verdict)} and that label {Word(patch.TargetState)} (anomaly index {patch.AnomalyIndex ?? double.NaN:0.0}, threshold {report.Options.AnomalyIndexThreshold:0.0#}).");

    private static string Word<T>(T? value)
        where T : struct, Enum => value?.ToString().ToLowerInvariant() ?? "nothing";

    private static string Sizes(IEnumerable<SelfTestPatch> patches) => string.Join(", ", patches.Select(Size));

    private static string Size(SelfTestPatch patch) => $"{patch.Side}x{patch.Side}";

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
