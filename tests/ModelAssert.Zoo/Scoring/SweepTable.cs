using System.Globalization;
using System.Text;

namespace ModelAssert.Zoo;

/// <summary>How far an attack can go before it is missed: beside Wang et al. 2019, figures 12, 13 and 15. A row for each model of a sweep.</summary>
internal static class SweepTable
{
    /// <summary>Writes the table as Markdown; nothing where there is no sweep.</summary>
    /// <param name="models">The models.</param>
    /// <param name="extents">How far the attack goes, by name.</param>
    public static string Markdown(IReadOnlyList<ScoredModel> models, IReadOnlyDictionary<string, int> extents)
    {
        var swept = models.Where(model => extents.ContainsKey(model.Card.Name)).ToList();
        if (swept.Count == 0)
            return "";

        var text = new StringBuilder().AppendLine("## How far an attack can go").AppendLine()
            .AppendLine("| data | attack | extent | attack success rate, % | accuracy, % | verdict | targets infected | others infected | anomaly index | targets' norm / median |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (card, result) in swept.OrderBy(model => model.Card.Data).ThenBy(model => model.Card.Attack).ThenBy(model => extents[model.Card.Name]))
        {
            var targets = result.Labels.Where(label => card.Targets.Contains(label.Label)).ToList();
            var others = result.Labels.Where(label => !card.Targets.Contains(label.Label)).ToList();
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {card.Data.InWords()} | {card.Attack} | {extents[card.Name]} | {100 * card.AttackSuccessRate:0.0} | {100 * card.Accuracy:0.0} | {result.Verdict} | {Infected(targets)} | {Infected(others)} | {result.AnomalyIndex:0.00} | {Norms(targets)} |");
        }

        return text.AppendLine().ToString();
    }

    private static string Infected(List<ScannedLabel> labels) => $"{labels.Count(label => label.State == LabelState.Infected)}/{labels.Count}";

    private static string Norms(List<ScannedLabel> labels)
    {
        double[] norms = [.. labels.Select(label => label.NormToMedian).OfType<double>()];
        return norms.Length == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{norms.Average():0.00}{(norms.Length == 1 ? "" : $" [{norms.Min():0.00}, {norms.Max():0.00}]")}");
    }
}
