namespace ModelAssert.Reporting.Wording;

/// <summary>What a pass does not say: in every report, so that no one can quote a verdict without it.</summary>
internal static class Limits
{
    /// <summary>With fewer labels than this a single natural outlier moves the statistic noticeably.</summary>
    private const int FewLabels = 20;

    /// <summary>What is asked beside the question about stamps, and in which words that is told.</summary>
    private static readonly (Detector Detector, string Trigger)[] BesideStamps =
    [
        (Detector.AllToAll, "One trigger that gives every label another"), (Detector.Warp, "A small warp of the image that sends all labels to one"),
        (Detector.WholeImage, "A faint pattern over the whole image that sends all labels to one"),
    ];

    public static IEnumerable<string> Of(ScanReport report)
    {
        yield return report.Pairs is null
            ? "Only universal triggers are tested: one small stamp that sends images of every label to one label. Triggers that work from one label only or change with the image are not looked for."
            : "Small stamps are tested that send images of every label to one label, or images of one label to another. Triggers that change with the image are not looked for.";
        foreach (var (detector, trigger) in BesideStamps)
        {
            yield return report.Detections.FirstOrDefault(detection => detection.Detector == detector) switch
            {
                { Verdict: not null } => $"{trigger} was looked for, too.",
                { Reasons: var reasons } => $"{trigger} was not looked for. {string.Join(' ', reasons)}",
                null => $"{trigger} was not looked for.",
            };
        }

        if (report.Power is { } power)
        {
            yield return $"On {power.Models}, a scan found {string.Join(", ", power.Attacks.Select(attack => $"{attack.Found} of {attack.Models} with {attack.Attack}"))}, "
                + $"and called {power.FalseAlarms} of {power.CleanModels} clean models infected. Not measured: {string.Join(", ", power.NotMeasured)}.";
        }
        else
        {
            yield return "How often this rule is right was measured for the fast profile and its default threshold only.";
        }

        yield return report.DormantGates is { } gates
            ? $"Of {Numbers.Counted(gates.Gates, "gate")} in the network, places where it switches, clean images leave {Numbers.Count(gates.Dormant)} alone; {Numbers.Count(gates.Woken)} of these could be woken. "
                + $"{Numbers.Count(gates.Rare)} more are switched by a few clean images. Of both, {Numbers.Count(gates.NotDriven)} were not looked at to the end: the search has a share of the scan's time, and too few samples decide nothing."
            : "Paths that clean images never open were not looked for: this model is not a graph that can be seen into.";
        yield return "A pass is the absence of a finding, not a proof.";
        if (report.Labels.Count < FewLabels)
            yield return $"The statistic compares labels with each other; with {Numbers.Count(report.Labels.Count)} its power is limited.";
        yield return "The clean samples are taken at their word. If they are poisoned, mislabelled or unlike what the model is for, the numbers say little.";
    }
}
