using System.CommandLine;
using System.Text;
using System.Text.Json;
using ModelAssert.Engine.Detectors;

namespace ModelAssert.Zoo;

/// <summary><c>score</c>: compares what scans said with the cards.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var (tier, output, seed) = (ZooOptions.Tier(), ZooOptions.Output(), ZooOptions.Seed());
        var command = new Command("score", "Compares the results of a tier with the cards: tables as Markdown, and the same and one line per model as CSV.") { tier, output, seed };
        command.SetAction(given => ZooCommand.Run(() =>
            Score(given.GetRequiredValue(tier), new ZooFolder(given.GetRequiredValue(output).FullName), given.GetValue(seed))));
        return command;
    }

    /// <exception cref="InvalidDataException">A result is of another file than the card.</exception>
    private static void Score(Tier tier, ZooFolder zoo, int seed)
    {
        var listed = ZooManifest.Of(tier);
        var names = listed.Select(model => model.Name).ToList();
        var cards = names.Select(name => ZooJson.Read<ModelCard>(zoo.Card(name))).OfType<ModelCard>().ToList();
        var models = cards.Where(card => card.Discarded is null)
            .Select(card => (Card: card, Result: ZooJson.Read<ScanResult>(zoo.Result(card.Name, seed))))
            .Where(model => model.Result is not null)
            .Select(model => Match(model.Card, model.Result!))
            .ToList();

        var rules = DecisionRule.From(models);
        var tables = new ScoreTables(rules);
        var test = models.Where(model => model.Card.Split == Split.Test).ToList();
        var text = new StringBuilder()
            .AppendLine(FormattableString.Invariant($"# Zoo, tier {tier}, scan seed {seed}"))
            .AppendLine()
            .AppendLine(FormattableString.Invariant(
                $"{names.Count} models listed, {names.Count - cards.Count} not trained, {cards.Count(card => card.Discarded is not null)} discarded, {models.Count} scanned; ")
                + FormattableString.Invariant($"{DecisionRule.Calibrating(models).Count} clean ones calibrate."))
            .AppendLine();
        text.Append(tables.Markdown("Split test", test));
        text.Append(tables.Markdown("All splits (thresholds were set on a part of these)", models));
        text.Append(QualityTable.Markdown(models));
        text.Append(SweepTable.Markdown(models, listed.Where(model => model.Extent is not null).ToDictionary(model => model.Name, model => model.Extent!.Value)));
        text.Append(PairTable.Markdown(
        [
            .. from model in models
               let pairs = ZooJson.Read<PairScanResult>(zoo.PairResult(model.Card.Name, seed))
               where pairs?.ModelSha256 == model.Card.Sha256
               select (model, pairs),
        ]));
        AppendDiscarded(text, cards);

        Write(zoo.Score(tier, seed, ".md"), text.ToString());
        Write(zoo.Score(tier, seed, "-rules.csv"), RuleCsv.Of(rules, [("test", test), ("all", models)]));
        Write(zoo.Score(tier, seed, "-models.csv"), ModelCsv.Of(models));
        Write(zoo.Score(tier, seed, "-power.json"), JsonSerializer.Serialize(PowerOf(tier, test), JsonFormat.File) + "\n");
        Console.WriteLine(text);
    }

    /// <summary>What reports say of the version that made them: src/ModelAssert.Core/Reports/measured-power.json.</summary>
    private static MeasuredPower PowerOf(Tier tier, List<ScoredModel> test)
    {
        var (infected, clean) = (test.Where(model => model.IsInfected).ToList(), test.Where(model => !model.IsInfected).ToList());
        var tried = infected.Select(model => model.Card.Attack).Distinct().Order().ToList();
        return new MeasuredPower(
            $"the test split of the {tier.ToString().ToLowerInvariant()} zoo ({string.Join(", ", test.Select(model => model.Card.Data.InWords()).Distinct())}), scanned by algorithm version {string.Join(" and ", test.Select(model => model.Result.AlgorithmVersion).Distinct())}",
            [.. tried.Select(attack => new AttackPower(attack.InWords(), infected.Count(model => model.Card.Attack == attack && IsCalledInfected(model)), infected.Count(model => model.Card.Attack == attack)))],
            clean.Count(IsCalledInfected), clean.Count,
            [.. Enum.GetValues<AttackFamily>().Where(attack => attack != AttackFamily.A0 && !tried.Contains(attack)).Select(attack => attack.InWords())]);
    }

    private static bool IsCalledInfected(ScoredModel model) => model.Result.Verdict == Verdict.Infected;

    private static ScoredModel Match(ModelCard card, ScanResult result) => card.Sha256 == result.ModelSha256
        // A scan by this version has asked every detector; of an older one the norms are judged again.
        ? new ScoredModel(card, result.AlgorithmVersion == Algorithm.Version ? result : result.Judged())
        : throw new InvalidDataException($"{card.Name} was trained again after it was scanned; scan it again.");

    private static void AppendDiscarded(StringBuilder text, List<ModelCard> cards)
    {
        ModelCard[] discarded = [.. cards.Where(card => card.Discarded is not null)];
        text.AppendLine("## Discarded").AppendLine();
        if (discarded.Length == 0)
            text.AppendLine("None.");
        foreach (var card in discarded)
        {
            text.AppendLine(FormattableString.Invariant(
                $"* {card.Name}: {card.Discarded} Accuracy {card.Accuracy:P2}, attack success rate {card.AttackSuccessRate:P2}, clean twin {card.TwinAccuracy:P2}."));
        }
    }

    private static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        Console.WriteLine(path);
    }
}
