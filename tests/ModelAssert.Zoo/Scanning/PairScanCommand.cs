using System.CommandLine;
using System.Diagnostics;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.LabelPairs;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;

namespace ModelAssert.Zoo;

/// <summary><c>scan-pairs</c>: scans the stored models of a tier for source-specific backdoors, too. Cards are not read.</summary>
internal static class PairScanCommand
{
    // The cost grows with the square of the labels: of 43 it is that of twenty scans.
    private const int MostLabels = 10;

    public static Command Create()
    {
        var (tier, output, seed) = (ZooOptions.Tier(), ZooOptions.Output(), ZooOptions.Seed());
        var command = new Command("scan-pairs", "Scans the models of a tier that have ten labels with --source-specific screened. Those that were are left alone. Cards are not read.") { tier, output, seed };
        command.SetAction(given => ZooCommand.Run(() =>
            Scan(given.GetRequiredValue(tier), new ZooFolder(given.GetRequiredValue(output).FullName), given.GetValue(seed))));
        return command;
    }

    private static void Scan(Tier tier, ZooFolder zoo, int seed)
    {
        foreach (var model in ZooManifest.Of(tier).Where(model => DataSets.LabelCountOf(model.Data) <= MostLabels && File.Exists(zoo.Model(model.Name))))
        {
            var digest = zoo.DigestOf(model.Name);
            if (ZooJson.Read<PairScanResult>(zoo.PairResult(model.Name, seed)) is { } known && known.ModelSha256 == digest && known.AlgorithmVersion == Algorithm.Version)
                continue;

            var clock = Stopwatch.StartNew();
            var result = Scan(zoo.Model(model.Name), zoo.Samples(model.Data, model.Name), seed, new PairScanResult
            {
                Name = model.Name,
                ModelSha256 = digest,
                AlgorithmVersion = Algorithm.Version,
                Verdict = Verdict.Inconclusive,
                Seconds = 0,
            }) with
            { Seconds = Math.Round(clock.Elapsed.TotalSeconds, 2) };
            ZooJson.Write(result, zoo.PairResult(model.Name, seed));
            Console.WriteLine($"{model.Name}: {result.Verdict} {string.Join(", ", result.Infected.Select(pair => $"{pair.Source} to {pair.Target}"))}");
        }
    }

    private static PairScanResult Scan(string modelPath, string samplesPath, int seed, PairScanResult nothing)
    {
        try
        {
            using var network = OnnxClassifier.Load(modelPath);
            var options = new ScanOptions { Seed = seed, SourceSpecific = SourceSpecificScan.Screened };
            var pairs = new BackdoorScanner(network).Scan(SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount), samplesPath, options).Of<PairFindings>()!;
            return nothing with
            {
                Verdict = pairs.Judgement.Verdict,
                Reasons = pairs.Judgement.Reasons,
                Infected =
                [
                    .. pairs.Judgement.Pairs.Zip(pairs.Pairs).Where(pair => pair.First.State == LabelState.Infected)
                        .Select(pair => new ScannedPair(pair.First.Source, pair.First.Target, pair.First.AnomalyIndex, pair.First.NormToExpected, pair.Second.Spillover)),
                ],
            };
        }
        catch (ModelAssertException e)
        {
            return nothing with { Reasons = [e.Message] };
        }
    }
}
