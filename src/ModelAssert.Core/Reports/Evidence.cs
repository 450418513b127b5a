using System.Text;
using ModelAssert.Verdicts;

namespace ModelAssert;

/// <summary>What speaks for a finding, in the words of a failing test: a sentence that follows "but", and a line of numbers for each label in it.</summary>
internal static class Evidence
{
    public static string OfInfected(ScanReport report)
    {
        string[] findings = [.. OfLabels(report, [.. report.InfectedLabels], "infected"), .. report.InfectedPairs.Select(pair => $"{pair.Describe()} is infected:\n  {NumbersOf(pair, report)}"),
            .. report.OtherFindings.Select(finding => $"{finding.Subject} was found:\n  {finding.Sentence}")];
        var text = new StringBuilder(string.Join("\n  and ", findings));
        int[] vulnerable = [.. report.VulnerableLabels.Select(label => label.Label)];
        if (vulnerable.Length > 0)
            text.Append($"\n  {vulnerable.Length} more {(vulnerable.Length == 1 ? "label is" : "labels are")} vulnerable: {string.Join(", ", vulnerable)}.");
        return text.ToString();
    }

    /// <summary>A flagged label in one line, where a build can say no more.</summary>
    public static string InOneLine(LabelResult label, ScanReport report) =>
        $"{label.Describe()} is {label.State.ToString().ToLowerInvariant()}: {NumbersOf(label, report).TrimStart()}";

    /// <summary>A flagged pair of labels in one line.</summary>
    public static string InOneLine(PairResult pair, ScanReport report) => $"{pair.Describe()} is infected: {NumbersOf(pair, report)}";

    public static string OfVulnerable(ScanReport report) => string.Join("\n  and so is ", OfLabels(report, [.. report.VulnerableLabels], "vulnerable"));

    public static string OfUndecided(ScanReport report) =>
        "the scan could not decide:" + string.Concat(report.Reasons.Select(line => "\n  " + line));

    public static string OfNotInfected(LabelResult label, ScanReport report)
    {
        var text = new StringBuilder(label.State == LabelState.Inconclusive
            ? $"{label.Describe()} was not judged: no working trigger was found for it."
            : $"{label.Describe()} is {label.State.ToString().ToLowerInvariant()}:\n{NumbersOf(label, report)}");
        foreach (var infected in report.InfectedLabels)
            text.Append($"\n  {infected.Describe()} is infected.");
        return text.ToString();
    }

    public static string Percent(double fraction) => FormattableString.Invariant($"{100 * fraction:0.0} %");

    /// <summary>The first one says its state, and the others that theirs is the same.</summary>
    private static IEnumerable<string> OfLabels(ScanReport report, IReadOnlyList<LabelResult> labels, string state) =>
        labels.Select((label, rank) => $"{label.Describe()}{(rank == 0 ? $" is {state}" : "")}:\n{NumbersOf(label, report)}");

    private static string ChanceOf(LabelResult label) => label.PValue switch
    {
        null => "",
        < 0.001 => " p < 0.001,",
        var p => FormattableString.Invariant($" p = {p:0.000},"),
    };

    private static string NumbersOf(PairResult pair, ScanReport report) => FormattableString.Invariant(
        $"anomaly index {pair.AnomalyIndex:0.0} (threshold {PairJudge.ThresholdOf(report.Threshold):0.0#}), trigger covers {Percent(pair.Coverage)} of the image ({Percent(pair.NormToExpected ?? 0)} of what these labels let expect), attack success rate {Percent(pair.AttackSuccessRate)} on held-out samples of label {pair.Source}.");

    private static string NumbersOf(LabelResult label, ScanReport report) => label.NormToTwins is { } ratio
        ? FormattableString.Invariant(
            $"  trigger covers {Percent(label.Coverage)} of the image ({Percent(ratio)} of the smallest of {label.TwinNorms!.Count} clean twins), attack success rate {Percent(label.AttackSuccessRate)} on {report.Samples.HeldOut} held-out samples.")
        : FormattableString.Invariant(
            $"  anomaly index {label.AnomalyIndex:0.0} (threshold {report.Threshold:0.0#}),{ChanceOf(label)} trigger covers {Percent(label.Coverage)} of the image ({Percent(label.NormToMedian ?? 0)} of the median), attack success rate {Percent(label.AttackSuccessRate)} on {report.Samples.HeldOut} held-out samples.");
}
