using ModelAssert.Core.Tests.SelfTest;

namespace ModelAssert.Core.Tests.Artifacts;

/// <summary>A report of each kind, with a value for every member.</summary>
internal static class EveryReport
{
    private static readonly ModelIdentity Model = new("signs.onnx", new string('a', 64));
    private static readonly SamplesSummary Samples = new(800, 400, new string('c', 64), 0.95, PixelRange.Unit);
    private static readonly EngineIdentity Engine = new("0.1.0", "1");
    private static readonly ScanTiming Timing = new(1, 2);

    public static ScanReport Scan { get; } = Reports.Infected with
    {
        Description = new ModelDescription { InputRange = PixelRange.Unit },
        IsQuantized = true,
        Threshold = 50,
        DetectableNorm = 3,
        LabelCount = 43,
        SecondLook = new SecondLook([7], 3, 40),
        ReferenceLabels = [7, 12],
        Pairs = [],
        PairAnomalyIndex = 1.5,
        DormantPaths = [],
        DormantGates = new DormantGates(560, 69, 60, 0, 12),
        Power = MeasuredPower.Of(new ScanOptions()),
    };

    public static SelfTestReport SelfTest { get; } = SelfTests.Of((2, PatchOutcome.Missed), (4, PatchOutcome.Caught)) with { Catch = 4 };

    public static RepairReport Repair { get; } = new()
    {
        Outcome = RepairOutcome.Repaired,
        Reason = "it is clean now",
        Original = Model,
        Repaired = Model,
        Mitigation = MitigationKind.Unlearning,
        Labels = [7],
        Before = new RepairState(Verdict.Infected, 4, 0.9, [], []),
        After = new RepairState(Verdict.Clean, 1, 0.9, [], []),
        Attempts = [],
        Samples = Samples,
        ScanOptions = new ScanOptions(),
        Options = new RepairOptions(),
        Engine = Engine,
        Timing = Timing,
    };

    public static FilterReport Filter { get; } = new()
    {
        Outcome = FilterOutcome.Written,
        Reason = "it is infected",
        Model = Model,
        Filter = Model,
        Layer = "read by Gemm 'fc'",
        LayerNeurons = 512,
        Labels = [],
        Threshold = 2.5f,
        FalseNegativeRate = 0.01,
        AttackSuccessRate = 0.99,
        PassedSuccessRate = 0.005,
        Auroc = 0.999,
        Curve = [new FilterPoint(0, 0.1, 5)],
        CalibrationImages = 400,
        Warnings = [],
        Samples = Samples,
        ScanOptions = new ScanOptions(),
        Options = new FilterOptions(),
        Engine = Engine,
        Timing = Timing,
    };
}
