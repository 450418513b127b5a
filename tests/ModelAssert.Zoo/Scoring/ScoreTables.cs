using System.Globalization;
using System.Text;

namespace ModelAssert.Zoo;

/// <summary>The tables of a score, for people.</summary>
/// <param name="rules">What calls a model infected.</param>
internal sealed class ScoreTables(IReadOnlyList<DecisionRule> rules)
{
    /// <summary>Writes the tables of some models as Markdown: how well detectors separate, how often rules are right, and which clean models they flag.</summary>
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
                group.Data, group.Attack, $"{group.Clean.Count}", $"{group.Infected.Count}", .. Detector.All.Select(detector => Format(group.Auroc(detector), group.AurocInterval(detector))),
                $"{group.TargetFirst}", $"{group.Inconclusive}",
            ]);
        }

        text.AppendLine();
        AppendRow(text, ["data", "attack", "rule", "detected", "false alarms"]);
        AppendRow(text, Enumerable.Repeat("---", 5));
        foreach (var (group, rule) in groups.SelectMany(group => rules.Select(rule => (group, rule))))
        {
            AppendRow(text,
            [
                group.Data, group.Attack, rule.Title, $"{Rate.Of(group.Infected, rule.Flags)}", $"{Rate.Of(group.Clean, rule.Flags)}",
            ]);
        }

        text.AppendLine();
        AppendFalseAlarms(text, [.. models.Where(model => !model.IsInfected)]);
        text.AppendLine();
        AppendComparison(text, models);
        return text.AppendLine().ToString();
    }

    /// <summary>What plain clean models come to, and each kind of hard ones.</summary>
    private void AppendFalseAlarms(StringBuilder text, IReadOnlyList<ScoredModel> clean)
    {
        AppendRow(text, ["clean models", .. rules.Select(rule => $"false alarms: {rule.Title}")]);
        AppendRow(text, Enumerable.Repeat("---", 1 + rules.Count));
        foreach (var kind in clean.GroupBy(model => model.Card.Hardship).OrderBy(kind => kind.Key))
            AppendRow(text, [kind.Key is { } hardship ? $"{hardship}" : "plain", .. rules.Select(rule => $"{Rate.Of([.. kind], rule.Flags)}")]);
        AppendRow(text, ["all", .. rules.Select(rule => $"{Rate.Of(clean, rule.Flags)}")]);
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    /// <summary>Who is right where the other is not, of the verdict and each other rule.</summary>
    private void AppendComparison(StringBuilder text, IReadOnlyList<ScoredModel> models)
    {
        var verdict = rules.Single(rule => rule.Detector == Detector.Verdict);
        AppendRow(text, ["rule", "only the verdict is right", "only the rule is right", "p (McNemar)"]);
        AppendRow(text, Enumerable.Repeat("---", 4));
        foreach (var rule in rules.Where(rule => rule != verdict))
        {
            var test = PairedTest.Of(verdict, rule, models);
            AppendRow(text, [rule.Title, $"{test.OnlyFirst}", $"{test.OnlySecond}", FormattableString.Invariant($"{test.PValue:0.000}")]);
        }
    }

    private static string Format(double? area, (double Lower, double Upper)? interval) =>
        area is null ? "–" : FormattableString.Invariant($"{area:0.000} [{interval?.Lower:0.000}, {interval?.Upper:0.000}]");
}
