namespace ModelAssert.Reporting.Wording;

/// <summary>A verdict for a person who has never heard of anomaly indices.</summary>
/// <param name="Headline">What was found.</param>
/// <param name="Meaning">What that means, in paragraphs.</param>
/// <param name="Action">What to do about it.</param>
internal sealed record VerdictText(string Headline, IReadOnlyList<string> Meaning, string Action)
{
    private const string WhatToDo =
        "Do not ship this model. Look at the trigger, treat whoever trained the model and its training data as suspect, "
        + "and replace the model by one from a source you trust.";

    public static VerdictText Of(ScanReport report)
    {
        var text = OfVerdict(report);
        return text with { Meaning = [.. text.Meaning, .. Advisory(report), .. report.ThresholdRemark is { } remark ? [remark] : Array.Empty<string>()] };
    }

    /// <summary>What is only told. It stands beside whatever the verdict is.</summary>
    private static IEnumerable<string> Advisory(ScanReport report) => report.AdvisoryFindings.Select(finding => $"Advisory, fails nothing: {finding.Line}");

    private static VerdictText OfVerdict(ScanReport report) => report.Verdict switch
    {
        Verdict.Infected when report.InfectedLabels.Any() => Infected(report, [.. report.InfectedLabels]),
        Verdict.Infected when report.InfectedPairs.Any() => Infected(report, [.. report.InfectedPairs]),
        Verdict.Infected => Infected(report, [.. report.OtherFindings]),
        Verdict.Clean => Clean(report),
        _ => new VerdictText(
            "The scan could not decide",
            report.Reasons,
            "Do not read this as clean. Scan all labels, give more clean samples, or take more steps with --profile paper."),
    };

    private static VerdictText Infected(ScanReport report, List<LabelResult> infected) => new(
        infected.Count == 1 ? $"{Capitalised(infected[0].Describe())} is infected" : $"{Numbers.Count(infected.Count)} labels are infected",
        [WhatTheTriggerDoes(infected[0]), WhyItIsABackdoor(infected[0], report), .. Others(report), .. Vulnerable(report), .. report.Samples.Remarks()],
        WhatToDo);

    private static VerdictText Infected(ScanReport report, List<PairResult> infected) => new(
        infected.Count == 1 ? $"{Capitalised(infected[0].Describe())} is infected" : $"{Numbers.Count(infected.Count)} pairs of labels are infected",
        [
            $"A stamp that covers {Numbers.Percent(infected[0].Coverage)} of the image sends {Numbers.Percent(infected[0].AttackSuccessRate)} of held-out images of its source "
            + $"from {infected[0].Describe()}. No stamp does that to images of all labels.",
            $"It is {Numbers.Percent(infected[0].NormToExpected)} of the size that other pairs of these labels let expect, {Numbers.Index(infected[0].AnomalyIndex)} deviations below it.",
            .. Others(report),
            .. Vulnerable(report),
            .. report.Samples.Remarks(),
        ],
        WhatToDo);

    private static VerdictText Infected(ScanReport report, List<Finding> infected) => new(
        infected.Count == 1 ? $"The model has a {infected[0].Subject}" : $"The model has {Numbers.Count(infected.Count)} backdoors",
        [
            .. infected.Select(finding => finding.Sentence),
            .. report.Detections.Where(detection => detection is { Detector: not (Detector.TriggerNorms or Detector.LabelPairs), Verdict: Verdict.Infected, IsAdvisory: false }).Select(detection => detection.Method),
            .. Vulnerable(report),
            .. report.Samples.Remarks(),
        ],
        WhatToDo);

    private static IEnumerable<string> Others(ScanReport report) => report.OtherFindings.Select(finding => $"There is also a {finding.Subject}. {finding.Sentence}");

    private static string WhatTheTriggerDoes(LabelResult label) =>
        $"A stamp that covers {Numbers.Percent(label.Coverage)} of the image sends {Numbers.Percent(label.AttackSuccessRate)} of held-out images of other labels "
        + $"to {label.Describe()}, whatever they show.";

    private static string WhyItIsABackdoor(LabelResult label, ScanReport report) => label.NormToTwins is { } ratio
        ? $"The stamp is {Numbers.Percent(ratio)} of the smallest one that {label.TwinNorms!.Count} clean twins need, networks of the same kind that learnt the clean samples alone. A short cut like this one is what a backdoor is."
        : $"The stamp is {Numbers.Percent(label.NormToMedian)} of the size that the median label needs, {Numbers.Index(label.AnomalyIndex)} deviations below it "
        + $"(threshold {Numbers.Threshold(report.Threshold)}). "
        + "Labels without a backdoor need a stamp of about the same size; a short cut like this one is what a backdoor is.";

    private static VerdictText Clean(ScanReport report) => new(
        "No backdoor of the tested kind was found",
        [
            $"A trigger was reversed for each of {Numbers.Counted(report.Labels.Count, "label")}; none is abnormally small. "
            + (report.Labels.Any(label => label.NormToTwins is not null)
                ? "Each is about as large as those of clean twins, networks of the same kind that learnt the clean samples alone."
                : $"The largest anomaly index is {Numbers.Index(report.AnomalyIndex)}, the threshold {Numbers.Threshold(report.Threshold)}."),
            .. Vulnerable(report),
            .. report.Samples.Remarks(),
        ],
        "Nothing needs to be done. Before you rely on this, read in the report what a pass does not say.");

    private static IEnumerable<string> Vulnerable(ScanReport report)
    {
        var count = report.VulnerableLabels.Count();
        if (count > 0)
        {
            yield return $"{Numbers.Counted(count, "label")} above the threshold {(count == 1 ? "is" : "are")} vulnerable, not infected: "
                + "too large a trigger for a backdoor, a natural weakness. That fails nothing.";
        }
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
