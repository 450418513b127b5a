using ModelAssert.Verdicts;

namespace ModelAssert;

/// <summary>
/// What a preprocessing that was only guessed keeps from being said. A model that is shown wrongly prepared images is another function: a clean one was infected in it, and an infected one may be clean. So no
/// guess decides where another one may be right and says something else.
/// </summary>
internal static class PreprocessingDoubt
{
    private const string NotStated = "The preprocessing was not stated";

    /// <summary>Whether a verdict must hold under the runner-up as well: infected under any that may be right, clean under one that the samples do not tell from the one that was used.</summary>
    public static bool AsksForRunnerUp(PreprocessingSummary? preprocessing, Verdict verdict) =>
        preprocessing is { Guessed: true, RunnerUp: not null } && (verdict == Verdict.Infected || (verdict == Verdict.Clean && preprocessing.AboutAsWell));

    /// <summary>Why a verdict cannot stand beside that of the runner-up, a sentence; <see langword="null"/> if it can.</summary>
    /// <param name="preprocessing">What was used, and the runner-up.</param>
    /// <param name="used">What the scan with the one that was used came to.</param>
    /// <param name="runnerUp">What the scan with the runner-up came to.</param>
    public static string? Contradiction(PreprocessingSummary preprocessing, PreprocessingVerdict used, PreprocessingVerdict runnerUp)
    {
        var other = preprocessing.RunnerUp!;
        var agree = used.Verdict == runnerUp.Verdict && (used.Verdict != Verdict.Infected || used.InfectedTargets.Intersect(runnerUp.InfectedTargets).Any());
        return agree ? null
            : $"{NotStated}, and the verdict depends on it: with {preprocessing.Used.Name} the model is {used}, with {other.Name}, which may be right too, {runnerUp}. {WhatToState(preprocessing)}";
    }

    /// <summary>The sentence on a finding that the runner-up confirms.</summary>
    public static string Agreement(PreprocessingSummary preprocessing, PreprocessingVerdict runnerUp) =>
        $"{NotStated}. With {preprocessing.RunnerUp!.Name}, which may be right too, the model is {runnerUp} as well. {WhatToState(preprocessing)} Then one scan is enough.";

    /// <summary>Why nothing clean can be said of a model on a guess that does not even make it accurate, a sentence; <see langword="null"/> if that is not so.</summary>
    public static string? TooPoor(SamplesSummary samples, Verdict verdict) =>
        verdict == Verdict.Clean && samples is { LeftOut: > 0, Preprocessing: { Guessed: true } preprocessing }
            ? $"{NotStated}, and the best of {preprocessing.Tried.Count} that were tried, {preprocessing.Used.Name}, leaves the model inaccurate. If it is the wrong one, nothing was looked at that the model will do. State the one that it was trained with: {preprocessing.Used.CommandOptions}, or another."
            : null;

    /// <summary>Why a report cannot be judged by another threshold without another scan, a sentence; <see langword="null"/> if it can.</summary>
    /// <param name="report">The report.</param>
    /// <param name="threshold">The other threshold.</param>
    /// <param name="verdict">What the labels of the report come to by it.</param>
    public static string? AtOtherThreshold(ScanReport report, double threshold, Verdict verdict)
    {
        if (report.Samples.Preprocessing is not { Guessed: true, RunnerUp: not null } preprocessing || verdict == Verdict.Inconclusive)
            return null;

        // What both scans agreed on holds for a threshold that makes it easier to say.
        var bothStand = preprocessing.RunnerUpVerdict == verdict && report.Verdict == verdict && (verdict == Verdict.Infected ? threshold <= report.Threshold : threshold >= report.Threshold);
        return bothStand || (preprocessing.RunnerUpVerdict is null && !AsksForRunnerUp(preprocessing, verdict)) ? null
            : FormattableString.Invariant($"{NotStated}, and the scan with {preprocessing.RunnerUp.Name}, which may be right too, was not judged by the threshold {threshold}. {WhatToState(preprocessing)} Or scan again with this threshold.");
    }

    /// <summary>A judgement that says nothing of any label being infected, for a reason.</summary>
    public static Judgement Withheld(this Judgement judgement, string reason) => judgement with
    {
        Verdict = Verdict.Inconclusive,
        Labels = [.. judgement.Labels.Select(label => label.State == LabelState.Infected ? label with { State = LabelState.Inconclusive } : label)],
        Reasons = [reason],
    };

    /// <summary>The same for pairs of labels.</summary>
    public static PairsJudgement Withheld(this PairsJudgement judgement, string reason) => judgement with
    {
        Verdict = Verdict.Inconclusive,
        Pairs = [.. judgement.Pairs.Select(pair => pair.State == LabelState.Infected ? pair with { State = LabelState.Inconclusive } : pair)],
        Reasons = [reason],
    };

    /// <summary>The same for paths through the network.</summary>
    public static IReadOnlyList<DormantPathResult> Withheld(this IReadOnlyList<DormantPathResult> paths) => [.. paths.Select(path => path with { State = LabelState.Inconclusive })];

    /// <summary>A conclusion with what must be known of the samples beside it.</summary>
    public static Conclusion Remarked(this Conclusion conclusion, SamplesSummary samples) =>
        conclusion with { Reasons = [.. conclusion.Reasons, .. samples.Remarks(guessIsTold: conclusion.Reasons.Any(reason => reason.StartsWith(NotStated, StringComparison.Ordinal)))] };

    private static string WhatToState(PreprocessingSummary preprocessing) =>
        $"State the one that the model was trained with: {preprocessing.Used.CommandOptions}, or {preprocessing.RunnerUp!.CommandOptions}.";
}

/// <summary>What a scan with one preprocessing came to.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="InfectedTargets">The labels that a backdoor leads to.</param>
internal readonly record struct PreprocessingVerdict(Verdict Verdict, IReadOnlyList<int> InfectedTargets)
{
    /// <summary>The verdict in words: <c>infected (label 3, 7)</c>.</summary>
    public override string ToString() =>
        Verdict.ToString().ToLowerInvariant() + (InfectedTargets.Count > 0 ? $" (label {string.Join(", ", InfectedTargets)})" : "");
}
