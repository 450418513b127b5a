using ModelAssert.Artifacts;
using ModelAssert.Verdicts;

namespace ModelAssert.Reporting.Tests;

/// <summary>Reports as scans make them, without a scan: norms from a seed, judged by the one rule.</summary>
internal static class SampleReports
{
    private static readonly ImageShape Shape = new(1, 28, 28);

    private static readonly string[] FashionNames = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    public static IReadOnlyList<ExampleImage> Examples { get; } = [.. Enumerable.Range(0, 8).Select(i => new ExampleImage(i, [.. Enumerable.Range(0, Shape.Area).Select(pixel => (pixel % 28 + i * 3) % 28 / 28f)]))];

    /// <summary>Ten labels, as in the sample repository; label 7 is infected.</summary>
    public static ScanReport Ten { get; } = Judged([53.9, 50.3, 62.9, 72.4, 59.2, 72.7, 58.3, 13.8, 58.3, 76.9], label => FashionNames[label]);

    /// <summary>As many labels as the largest network of the paper has; label 33 is infected, a few others stand out by nature.</summary>
    public static ScanReport Many { get; } = Judged(ManyNorms(), label => $"person {label:0000}");

    /// <summary>Nothing is wrong.</summary>
    public static ScanReport Clean { get; } = Judged([53.9, 50.3, 62.9, 72.4, 59.2, 72.7, 58.3, 55.1, 58.3, 76.9], label => FashionNames[label]);

    /// <summary>Too few labels to say anything.</summary>
    public static ScanReport Undecided { get; } = Judged([53.9, 50.3], _ => null);

    /// <summary>A clean report on a preprocessing that was guessed, of a model that was mostly wrong.</summary>
    public static ScanReport Guessed { get; } = Clean with
    {
        Samples = Clean.Samples with
        {
            Accuracy = 0.442,
            LeftOut = 1262,
            Preprocessing = new PreprocessingSummary
            {
                Used = new Preprocessing { Mean = [0.1307], StandardDeviation = [0.3081], Origin = "MNIST" },
                Guessed = true,
                Tried = [new("0..1", 0.441, 1000), new("0..1, normalised as for MNIST", 0.442, 1000), new("0..255", 0.1, 256)],
                RunnerUp = PixelRange.Unit,
                RunnerUpVerdict = Verdict.Clean,
                Note = "The preprocessing was not stated, and two do about as well.",
            },
        },
    };

    /// <summary>A report on labels with these norms, judged.</summary>
    public static ScanReport Judged(IReadOnlyList<double> norms, Func<int, string?> nameOf)
    {
        var judgement = Judge.Decide([.. norms.Select((norm, label) => new LabelMeasurement(label, norm, Converged: true))], 2);
        return new ScanReport
        {
            Model = new ModelIdentity("samples/models/fashion-infected.onnx", new string('a', 64)),
            Verdict = judgement.Verdict,
            Reasons = judgement.Reasons,
            Threshold = 2,
            AnomalyIndex = judgement.AnomalyIndex,
            Labels = [.. judgement.Labels.Zip(norms, (label, norm) => new LabelResult
            {
                Label = label.Label, Name = nameOf(label.Label), State = label.State, AnomalyIndex = label.AnomalyIndex, MaskL1Norm = norm,
                NormToMedian = label.NormToMedian, Coverage = norm / Shape.Area, AttackSuccessRate = 0.958, Converged = true, Steps = 16,
                Norms = [.. Enumerable.Range(1, 16).Select(step => norm * (1 + 4.0 * (16 - step) / (step + 2)))],
                TriggerFiles = label.State is LabelState.Infected or LabelState.Vulnerable ? ArtifactFolder.TriggerFilesOf(label.Label) : null,
            })],
            Samples = new SamplesSummary(1000, 500, new string('b', 64), 0.921, PixelRange.Unit) { Path = "samples/data/fashion-clean-samples.npz" },
            Options = new ScanOptions(),
            Seed = 0,
            Engine = new EngineIdentity("0.1.0", "1"),
            Timing = new ScanTiming(8.5, 16.2),
            ImportParity = new ImportParity(3.1e-6, 1000),
        };
    }

    /// <summary>A four by four square at the bottom right for every label.</summary>
    public static IReadOnlyList<Trigger> TriggersOf(ScanReport report) => [.. report.Labels.Select(label => new Trigger(label.Label, Shape, SquareMask(), SquarePattern()))];

    private static float[] SquareMask() => [.. Enumerable.Range(0, Shape.Area).Select(pixel => IsInSquare(pixel) ? 0.9f : 0.02f)];

    private static float[] SquarePattern() => [.. Enumerable.Range(0, Shape.Area).Select(pixel => IsInSquare(pixel) ? (pixel / 28 + pixel % 28) % 2 : 0f)];

    private static bool IsInSquare(int pixel) => pixel / 28 is >= 23 and < 27 && pixel % 28 is >= 23 and < 27;

    private static double[] ManyNorms()
    {
        var random = new Random(5);
        double[] norms = [.. Enumerable.Range(0, 1283).Select(_ => 400 + 60 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
        norms[33] = 71;
        return norms;
    }
}
