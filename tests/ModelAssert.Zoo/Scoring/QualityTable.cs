using System.Globalization;
using System.Text;

namespace ModelAssert.Zoo;

/// <summary>What the attacks came to, and what index they have: beside Wang et al. 2019, table II and figure 3. Of all splits: no rule is judged here.</summary>
internal static class QualityTable
{
    /// <summary>Writes the table as Markdown.</summary>
    /// <param name="models">The models.</param>
    public static string Markdown(IReadOnlyList<ScoredModel> models)
    {
        var text = new StringBuilder().AppendLine("## Attack quality and anomaly index").AppendLine()
            .AppendLine("Means; in brackets the smallest and the largest. The index is that of the model: its largest.").AppendLine()
            .AppendLine("| data | attack | models | attack success rate, % | accuracy, % | accuracy of the clean twins, % | anomaly index | smallest norm / median |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var group in models.GroupBy(model => (model.Card.Data, model.Card.Attack)).OrderBy(group => group.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Data.InWords()} | {(group.Key.Attack == AttackFamily.A0 ? "none" : group.Key.Attack)} | {group.Count()} | ")
                .Append(Spread(group.Select(model => 100 * model.Card.AttackSuccessRate), "0.0")).Append(" | ")
                .Append(Spread(group.Select(model => (double?)(100 * model.Card.Accuracy)), "0.0")).Append(" | ")
                .Append(Spread(group.Select(model => 100 * model.Card.TwinAccuracy), "0.0")).Append(" | ")
                .Append(Spread(group.Select(model => model.Result.AnomalyIndex), "0.00")).Append(" | ")
                .Append(Spread(group.Select(model => model.Result.SmallestNormToMedian), "0.00")).AppendLine(" |");
        }

        return text.AppendLine().ToString();
    }

    private static string Spread(IEnumerable<double?> values, string format)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length == 0 ? "–" : string.Create(
            CultureInfo.InvariantCulture, $"{known.Average().ToString(format, CultureInfo.InvariantCulture)} [{known.Min().ToString(format, CultureInfo.InvariantCulture)}, {known.Max().ToString(format, CultureInfo.InvariantCulture)}]");
    }
}
