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
        Console.WriteLine(FormattableString.Invariant($"{models.Count} models of tune and calibrate, {models.Count(model => model.IsInfected)} of them infected. AUROC; a fit judges each model by the others.\n"));
        Console.WriteLine("| evidence | alone | all others |\n| --- | --- | --- |");
        foreach (var feature in EvidenceFeature.All)
            Console.WriteLine($"| {feature.Name} | {Area([feature], models)} | {Area([.. EvidenceFeature.All.Where(other => other != feature)], models)} |");
        Console.WriteLine($"| all | {Area(EvidenceFeature.All, models)} | |");
    }

    private static string Area(IReadOnlyList<EvidenceFeature> features, List<(bool IsInfected, ScannedLabel Smallest)> models)
    {
        var rows = models.Select(model => features.Select(feature => feature.Of(model.Smallest)).ToArray()).ToList();
        var odds = Enumerable.Range(0, models.Count).Select(left => (models[left].IsInfected, Odds: new LogisticFit(
            [.. rows.Where((_, i) => i != left)], [.. models.Where((_, i) => i != left).Select(model => model.IsInfected)]).LogOddsOf(rows[left]))).ToList();
        return FormattableString.Invariant($"{Separation.Auroc([.. odds.Where(model => model.IsInfected).Select(model => model.Odds)], [.. odds.Where(model => !model.IsInfected).Select(model => model.Odds)]):0.000}");
    }
}
