using System.CommandLine;

namespace ModelAssert.Zoo;

/// <summary><c>scan</c>: scans the stored models of a tier that were not scanned yet, one after the other, each with all cores as a user's scan.</summary>
internal static class ScanCommand
{
    public static Command Create()
    {
        var (tier, output, seed) = (ZooOptions.Tier(), ZooOptions.Output(), ZooOptions.Seed());
        var command = new Command("scan", "Scans the models of a tier with the fast profile. Those that were scanned are left alone. Cards are not read.") { tier, output, seed };
        command.SetAction(given => ZooCommand.Run(() =>
            Scan(given.GetRequiredValue(tier), new ZooFolder(given.GetRequiredValue(output).FullName), given.GetValue(seed))));
        return command;
    }

    private static void Scan(Tier tier, ZooFolder zoo, int seed)
    {
        var scan = new ModelScan(zoo, seed);
        foreach (var (name, data) in ZooManifest.Of(tier).Select(model => (model.Name, model.Data)))
        {
            if (!File.Exists(zoo.Model(name)))
            {
                Console.WriteLine($"{name}: no model");
                continue;
            }

            if (scan.IsDone(name))
            {
                Console.WriteLine($"{name}: scanned before");
                continue;
            }

            var result = scan.Run(name, data);
            Console.WriteLine(FormattableString.Invariant(
                $"{name}: {result.Verdict}, index {result.AnomalyIndex:0.00}, p {result.PValue:0.0000}, smallest norm {result.SmallestNormToMedian:P0} of the median, {result.Seconds:F1} s"));
        }
    }
}
