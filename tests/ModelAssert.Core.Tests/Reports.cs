using ModelAssert.Artifacts;
using ModelAssert.Verdicts;

namespace ModelAssert.Core.Tests;

/// <summary>A report to test with.</summary>
internal static class Reports
{
    public static ScanReport Infected { get; } = new()
    {
        Model = new ModelIdentity("models/signs.onnx", new string('a', 64)),
        Verdict = Verdict.Infected,
        Reasons = ["Label 33 is infected."],
        Threshold = 2,
        AnomalyIndex = 4.1,
        Labels = [Label(7, LabelState.Vulnerable, 2.1), Label(12, LabelState.Vulnerable, 2.5), Label(33, LabelState.Infected, 4.1), Label(34, LabelState.Clean, 0.5)],
        Samples = new SamplesSummary(1000, 500, new string('b', 64), 0.97, PixelRange.Unit),
        Options = new ScanOptions { Labels = [7, 12, 33, 34], Description = new ModelDescription { InputRange = PixelRange.Unit } },
        Seed = 0,
        Engine = new EngineIdentity("0.1.0", "1"),
        Timing = new ScanTiming(10.5, 19),
        ImportParity = new ImportParity(1e-6, 1000),
    };

    /// <summary>Label 4 is infected: 35 pixels below the median of 40, in deviations of 2 · 1.4826 pixels.</summary>
    public static ScanReport WithInfectedLabel { get; } = OfNorms(40, 44, 42, 38, 5);

    /// <summary>Label 4 is vulnerable: 10 pixels below the median of 40, in deviations of 2 · 1.4826 pixels.</summary>
    public static ScanReport WithVulnerableLabel { get; } = OfNorms(40, 44, 42, 38, 30);

    public static ScanReport Clean { get; } = OfNorms(40, 44, 42, 38, 39);

    public static ScanReport Inconclusive { get; } = OfNorms(40, 44);

    /// <summary>A report as a scan makes it: judged by its norms, with the default threshold.</summary>
    public static ScanReport OfNorms(params double[] norms)
    {
        var judgement = Judge.Decide([.. norms.Select((norm, label) => new LabelMeasurement(label, norm, true))], 2);
        return Infected with
        {
            Verdict = judgement.Verdict,
            Reasons = judgement.Reasons,
            AnomalyIndex = judgement.AnomalyIndex,
            Labels = [.. judgement.Labels.Select(label => Label(label.Label, label.State, 0) with
            {
                AnomalyIndex = label.AnomalyIndex, PValue = label.PValue, NormToMedian = label.NormToMedian, MaskL1Norm = norms[label.Label],
            })],
            Options = new ScanOptions(),
        };
    }

    private static LabelResult Label(int label, LabelState state, double index) => new()
    {
        Label = label,
        Name = label == 33 ? "turn right" : null,
        State = state,
        AnomalyIndex = index,
        MaskL1Norm = 16.4,
        NormToMedian = 0.15,
        Coverage = 0.016,
        AttackSuccessRate = 0.994,
        Converged = true,
        Steps = 60,
        TriggerFiles = state == LabelState.Clean ? null : ArtifactFolder.TriggerFilesOf(label),
    };
}
