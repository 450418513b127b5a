using System.CommandLine;

namespace ModelAssert.Zoo;

/// <summary><c>evidence</c>: what each candidate for evidence is worth, alone and beside the others, on the models that may be looked at.</summary>
internal static class EvidenceCommand
{
    public static Command Create()
    {
        var (tier, output, seed) = (ZooOptions.Tier(), ZooOptions.Output(), ZooOptions.Seed());
        var command = new Command("evidence", "The ablation of the candidates for evidence, on the splits tune and calibrate: nothing of test is read.") { tier, output, seed };
        command.SetAction(given => ZooCommand.Run(() => Print(ModelsOf(given.GetRequiredValue(tier), new ZooFolder(given.GetRequiredValue(output).FullName), given.GetValue(seed)))));
        return command;
    }

    private static List<(bool IsInfected, ScannedLabel Smallest)> ModelsOf(Tier tier, ZooFolder zoo, int seed) =>
    [
        .. from model in ZooManifest.Of(tier)
           where model.Split != Split.Test && ZooJson.Read<ModelCard>(zoo.Card(model.Name)) is { Discarded: null }
           let result = ZooJson.Read<ScanResult>(zoo.Result(model.Name, seed))
           let smallest = result?.Labels.Where(label => label.Evidence is not null && label.NormToMedian is not null).MinBy(label => label.MaskL1Norm)
           where smallest is not null
           select (model.IsInfected, smallest),
    ];

    private static void Print(List<(bool IsInfected, ScannedLabel Smallest)> models)
    {
        Console.WriteLine(FormattableString.Invariant($"{models.Count} models of tune and calibrate, {models.Count(model => model.IsInfected)} of them infected. AUROC of fits to the others.\n"));
        Console.WriteLine("| evidence | alone | with that of the verdict | all but this |\n| --- | --- | --- | --- |");
        foreach (var feature in EvidenceFeature.All)
            Console.WriteLine($"| {feature.Name} | {Area([feature], models)} | {Area([.. EvidenceFeature.OfVerdict.Union([feature])], models)} | {Area([.. EvidenceFeature.All.Where(other => other != feature)], models)} |");
        Console.WriteLine($"| all | {Area(EvidenceFeature.All, models)} | | |");
    }

    /// <summary>
    /// The area under the curve, of models that a fit did not see: for each infected and each clean model a fit to all others says which of the two is the more suspicious (leave
    /// pair out; leaving one out would favour a fit that merely knows which kind is rarer now).
    /// </summary>
    private static string Area(IReadOnlyList<EvidenceFeature> features, List<(bool IsInfected, ScannedLabel Smallest)> models)
    {
        var rows = models.Select(model => features.Select(feature => feature.Of(model.Smallest)).ToArray()).ToList();
        var pairs = from one in Enumerable.Range(0, models.Count)
                    where models[one].IsInfected
                    from other in Enumerable.Range(0, models.Count)
                    where !models[other].IsInfected
                    select (one, other);
        return FormattableString.Invariant($"{pairs.AsParallel().Average(pair => Rank(pair.one, pair.other)):0.000}");

        double Rank(int infected, int clean)
        {
            var kept = Enumerable.Range(0, models.Count).Where(i => i != infected && i != clean).ToList();
            var fit = new LogisticFit([.. kept.Select(i => rows[i])], [.. kept.Select(i => models[i].IsInfected)]);
            return (fit.LogOddsOf(rows[infected]) - fit.LogOddsOf(rows[clean])) switch { > 0 => 1, 0 => 0.5, _ => 0 };
        }
    }
}
