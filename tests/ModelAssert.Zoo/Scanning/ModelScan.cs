using System.Diagnostics;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;

namespace ModelAssert.Zoo;

/// <summary>Scans models as a user would: with a file and clean samples, and nothing else. It must never open a card.</summary>
/// <param name="zoo">Where the models are.</param>
/// <param name="seed">Seeds the scans.</param>
internal sealed class ModelScan(ZooFolder zoo, int seed)
{
    private const int MaximumSamples = 1000;

    /// <summary>Whether this file was scanned with this seed by this version of the algorithm.</summary>
    public bool IsDone(string name) =>
        ZooJson.Read<ScanResult>(zoo.Result(name, seed)) is { } result
        && result.AlgorithmVersion == Algorithm.Version && result.ModelSha256 == zoo.DigestOf(name);

    /// <summary>Scans one model, and writes what was found.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="data">What it was trained on, which says with which samples to scan it.</param>
    public ScanResult Run(string name, ZooData data)
    {
        var clock = Stopwatch.StartNew();
        var result = Scan(name, data) with { Seconds = Math.Round(clock.Elapsed.TotalSeconds, 2) };
        ZooJson.Write(result, zoo.Result(name, seed));
        return result;
    }

    private ScanResult Scan(string name, ZooData data)
    {
        var nothing = new ScanResult
        {
            Name = name,
            ModelSha256 = zoo.DigestOf(name),
            AlgorithmVersion = Algorithm.Version,
            Seed = seed,
            Verdict = Verdict.Inconclusive,
            Seconds = 0,
        };
        try
        {
            using var network = OnnxClassifier.Load(zoo.Model(name));
            var path = zoo.Samples(data, name);
            var samples = SampleLoader.Load(path, network.InputShape, network.LabelCount);
            var options = new ScanOptions { Seed = seed, MaximumSamples = MaximumSamples };
            var findings = new BackdoorScanner(network).Scan(samples, path, options);
            var (evidence, marginIndex) = new EvidenceMeasurement(network, options).Run(samples, path, findings.Labels!.Triggers);
            return Describe(nothing, findings, evidence) with { MarginIndex = marginIndex, WeightIndex = OutputWeights.IndexOf(network) };
        }
        catch (ModelAssertException e)
        {
            return nothing with { Reasons = [e.Message] };
        }
    }

    private static ScanResult Describe(ScanResult nothing, ScanFindings findings, IReadOnlyDictionary<int, CandidateEvidence> evidence) => nothing with
    {
        Verdict = findings.Verdict,
        Reasons = findings.Reasons,
        AnomalyIndex = findings.Labels!.Judgement.AnomalyIndex,
        PValue = findings.Labels!.Judgement.Labels.Min(label => label.PValue),
        SmallestNormToMedian = findings.Labels!.Judgement.Labels.Min(label => label.NormToMedian),
        Labels =
        [
            .. findings.Labels!.Judgement.Labels.Zip(findings.Labels!.Triggers, (label, reversed) => new ScannedLabel(
                label.Label, label.State, reversed.Trigger.MaskL1Norm, reversed.Converged, reversed.Stopped,
                label.AnomalyIndex, label.NormToMedian, label.PValue, reversed.AttackSuccessRate) { Evidence = evidence.GetValueOrDefault(label.Label) }),
        ],
        Accuracy = findings.Samples.Accuracy,
    };
}
