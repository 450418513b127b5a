using System.Text;

namespace ModelAssert.Zoo;

/// <summary>The models behind the tables, one a line, for programs. The header names the columns; a number that does not exist is left empty.</summary>
internal static class ModelCsv
{
    private const string Header =
        "name,data,network,split,hardship,attack,accuracy,attackSuccessRate,verdict,anomalyIndex,pValue,smallestNormToMedian,targetFirst,trainingSeconds,scanSeconds";

    /// <summary>Writes the lines.</summary>
    public static string Of(IEnumerable<ScoredModel> models)
    {
        var text = new StringBuilder().AppendLine(Header);
        foreach (var (card, result) in models)
        {
            text.AppendLine(FormattableString.Invariant(
                $"{card.Name},{card.Data},{card.Network},{card.Split},{card.Hardship},{card.Attack},{card.Accuracy:R},{card.AttackSuccessRate:R},")
                + FormattableString.Invariant($"{result.Verdict},{result.AnomalyIndex:R},{result.PValue:R},{result.SmallestNormToMedian:R},")
                + FormattableString.Invariant($"{new ScoredModel(card, result).IsTargetFirst},{card.Seconds:R},{result.Seconds:R}"));
        }

        return text.ToString();
    }
}
