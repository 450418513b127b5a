using System.Globalization;
using System.Text;

namespace ModelAssert.Zoo;

/// <summary>The tables of a score, for people.</summary>
/// <param name="rules">What calls a model infected.</param>
internal sealed class ScoreTables(IReadOnlyList<DecisionRule> rules)
{
    /// <summary>Writes both tables of some models as Markdown.</summary>
    /// <param name="title">What they are.</param>
    /// <param name="models">The models.</param>
    public string Markdown(string title, IReadOnlyList<ScoredModel> models)
    {
        var groups = ScoreGroup.Of(models).ToList();
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
        AppendRow(text, ["data", "attack", "clean", "infected", .. Detector.All.Select(detector => $"AUROC {detector.Name}"), "target top-1", "inconclusive"]);
        AppendRow(text, Enumerable.Repeat("---", 6 + Detector.All.Count));
        foreach (var group in groups)
        {
            AppendRow(text,
            [
                group.Data, group.Attack, $"{group.Clean.Count}", $"{group.Infected.Count}", .. Detector.All.Select(detector => Format(group.Auroc(detector))),
                $"{group.TargetFirst}", $"{group.Inconclusive}",
            ]);
        }

        text.AppendLine();
        AppendRow(text, ["data", "attack", "rule", "threshold", "detected", "false alarms"]);
        AppendRow(text, Enumerable.Repeat("---", 6));
        foreach (var (group, rule) in groups.SelectMany(group => rules.Select(rule => (group, rule))))
        {
            AppendRow(text,
            [
                group.Data, group.Attack, rule.Detector.Name, FormattableString.Invariant($"{rule.Origin}: {Math.Abs(rule.Threshold):0.####}"),
                $"{group.Detections(rule.Detector, rule.Threshold)}", $"{group.FalseAlarms(rule.Detector, rule.Threshold)}",
            ]);
        }

        return text.AppendLine().ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    private static string Format(double? area) => area is null ? "–" : FormattableString.Invariant($"{area:0.000}");
}
