using System.Globalization;
using System.Text;

namespace ModelAssert.Zoo;

/// <summary>What the scan of pairs flags that the scan of labels does not, by the models' truth.</summary>
internal static class PairTable
{
    /// <summary>Writes the table as Markdown; nothing where no pairs were scanned.</summary>
    /// <param name="models">The models, each with what was found of its pairs.</param>
    public static string Markdown(IReadOnlyList<(ScoredModel Model, PairScanResult Pairs)> models)
    {
        if (models.Count == 0)
            return "";

        var text = new StringBuilder().AppendLine("## The source-specific scan").AppendLine()
            .AppendLine("Models with an infected pair; with a right one (source and target); flagged by labels; by either; inconclusive pairs.").AppendLine()
            .AppendLine("| data | attack | models | by pairs | by a right pair | by labels | by either | inconclusive |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var group in models.GroupBy(model => (model.Model.Card.Data, model.Model.Card.Attack)).OrderBy(group => group.Key))
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {group.Key.Data.InWords()} | {(group.Key.Attack == AttackFamily.A0 ? "none" : group.Key.Attack)} | {group.Count()} | {group.Count(ByPairs)} | {group.Count(ByRightPair)} | {group.Count(ByLabels)} | {group.Count(model => ByPairs(model) || ByLabels(model))} | {group.Count(model => model.Pairs.Verdict == Verdict.Inconclusive)} |");
        }

        return text.AppendLine().ToString();
    }

    private static bool ByPairs((ScoredModel Model, PairScanResult Pairs) model) => model.Pairs.Infected.Count > 0;

    private static bool ByLabels((ScoredModel Model, PairScanResult Pairs) model) => model.Model.Result.Verdict == Verdict.Infected;

    private static bool ByRightPair((ScoredModel Model, PairScanResult Pairs) model) => model.Pairs.Infected.Any(pair => model.Model.Card switch
    {
        { Attack: AttackFamily.A7 } => pair.Target == (pair.Source + 1) % DataSets.LabelCountOf(model.Model.Card.Data),
        { Sources: { } sources } card => sources.Contains(pair.Source) && card.Targets.Contains(pair.Target),
        var card => card.Targets.Contains(pair.Target),
    });
}
