using System.Text;

namespace ModelAssert.Verdicts;

/// <summary>What speaks for a finding, in the words of a failing test: a sentence that follows "but", and a line of numbers for each label in it.</summary>
internal static class Evidence
{
    public static string OfInfected(ScanReport report)
    {
        var text = new StringBuilder(OfLabels(report, [.. report.InfectedLabels], "infected"));
        int[] vulnerable = [.. report.VulnerableLabels.Select(label => label.Label)];
        if (vulnerable.Length > 0)
            text.Append($"\n  {vulnerable.Length} more {(vulnerable.Length == 1 ? "label is" : "labels are")} vulnerable: {string.Join(", ", vulnerable)}.");
        return text.ToString();
    }

    /// <summary>A flagged label in one line, where a build can say no more.</summary>
    public static string InOneLine(LabelResult label, ScanReport report) =>
        $"{label.Describe()} is {label.State.ToString().ToLowerInvariant()}: {NumbersOf(label, report).TrimStart()}";

    public static string OfVulnerable(ScanReport report) => OfLabels(report, [.. report.VulnerableLabels], "vulnerable");

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

    private static string OfLabels(ScanReport report, IReadOnlyList<LabelResult> labels, string state) =>
        $"{labels[0].Describe()} is {state}:\n{NumbersOf(labels[0], report)}"
        + string.Concat(labels.Skip(1).Select(label => $"\n  and so is {label.Describe()}:\n{NumbersOf(label, report)}"));

    private static string NumbersOf(LabelResult label, ScanReport report) => FormattableString.Invariant(
        $"  anomaly index {label.AnomalyIndex:0.0} (threshold {report.Threshold:0.0#}), trigger covers {Percent(label.Coverage)} of the image ({Percent(label.NormToMedian ?? 0)} of the median), attack success rate {Percent(label.AttackSuccessRate)} on {report.Samples.HeldOut} held-out samples.");
}
