using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Scheduling;

namespace ModelAssert.Engine.Detectors;

/// <summary>What every detector of a scan is given.</summary>
/// <param name="Network">The network; stays the caller's.</param>
/// <param name="Samples">The samples, ready; stay the caller's.</param>
/// <param name="SamplesSha256">The digest of the samples.</param>
/// <param name="Labels">The labels that are analysed, in order.</param>
/// <param name="Options">What is asked.</param>
/// <param name="Deadline">When the scan must end.</param>
internal sealed record ScanContext(
    DifferentiableClassifier Network, PreparedSamples Samples, string SamplesSha256, int[] Labels, ScanOptions Options, Deadline Deadline)
{
    private readonly Lazy<double> temperature = new(() => LogitTemperature.Of(new RawImageClassifier(Network, Samples.Preprocessing), Samples.Optimisation));

    /// <summary>What the network's logits are divided by wherever a trigger is reversed; measured once, when it is first asked for.</summary>
    public double Temperature => temperature.Value;

    /// <summary>Where labels are looked up and remembered, or <see langword="null"/>.</summary>
    public ScanCache? Cache { get; init; }

    /// <summary>How many labels are worked on at once. Changes no number.</summary>
    public int MaximumThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>Triggers that detectors propose which ran before.</summary>
    public IReadOnlyList<ProposedTrigger> Proposals { get; init; } = [];

    /// <summary>The median size of the triggers of labels, in pixels, if a detector has found it that ran before.</summary>
    public double? MedianNorm { get; init; }

    /// <summary>Told about every stage and step, from several threads; or <see langword="null"/>.</summary>
    public IProgress<ScanProgress>? Progress { get; init; }

    /// <summary>Stops the scan.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The network behind its preprocessing, for raw images.</summary>
    public RawImageClassifier Classifier { get; } = new(Network, Samples.Preprocessing);

    /// <summary>How the effort is spread over the labels.</summary>
    public ScanPlan Plan { get; } = ScanPlan.For(Options.Profile, Labels.Length, Network.InputShape, Options.Seed);

    /// <summary>Tells of what goes on.</summary>
    public void Tell(ScanStage stage, string message) => Progress?.Report(new ScanProgress(stage) { Message = message });
}
