using System.Text;

namespace ModelAssert.Zoo;

/// <summary>The tables for programs: one line for each set of models, data set, attack and rule. The header names the columns; a number that does not exist is left empty.</summary>
internal static class RuleCsv
{
    private const string Header =
        "models,data,attack,detector,threshold,thresholdFrom,clean,infected,auroc,detected,detectedLower,detectedUpper,falseAlarms,falseAlarmsLower,falseAlarmsUpper,"
        + "targetFirst,targetCount,inconclusive";

    /// <summary>Writes the lines.</summary>
    public static string Of(IReadOnlyList<DecisionRule> rules, IReadOnlyList<(string Name, IReadOnlyList<ScoredModel> Models)> sets)
    {
        var text = new StringBuilder().AppendLine(Header);
        foreach (var (name, models) in sets)
        {
            foreach (var (group, rule) in ScoreGroup.Of(models).SelectMany(group => rules.Select(rule => (group, rule))))
                text.AppendLine($"{name},{Line(group, rule)}");
        }

        return text.ToString();
    }

    private static string Line(ScoreGroup group, DecisionRule rule) =>
        FormattableString.Invariant($"{group.Data},{group.Attack},{rule.Detector.Name},{rule.Shown:R},{rule.Origin},{group.Clean.Count},{group.Infected.Count},")
        + FormattableString.Invariant($"{group.Auroc(rule.Detector):R},{Interval(Rate.Of(group.Infected, rule.Flags))},{Interval(Rate.Of(group.Clean, rule.Flags))},")
        + FormattableString.Invariant($"{group.TargetFirst.Hits},{group.TargetFirst.Count},{group.Inconclusive.Hits}");

    private static string Interval(Rate rate) => rate.Count == 0 ? ",," : FormattableString.Invariant($"{rate.Value:0.####},{rate.Lower:0.####},{rate.Upper:0.####}");
}
