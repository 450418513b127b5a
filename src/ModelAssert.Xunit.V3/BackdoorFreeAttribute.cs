using System.Runtime.CompilerServices;
using ModelAssert.Gates;
using ModelAssert.Xunit;
using Xunit;
using Xunit.v3;

namespace ModelAssert;

/// <summary>
/// Marks a test that scans models for backdoors when it runs, one test case a model, and fails if a label is infected or the scan could not decide. The body
/// runs afterwards; a <see cref="ScanReport"/> parameter receives the report. Report and pictures are written to disk and attached to the test, whatever the
/// outcome.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(BackdoorFreeDiscoverer))]
public sealed partial class BackdoorFreeAttribute : FactAttribute
{
    /// <summary>Marks a test that scans every model that the project declares (<c>&lt;ModelAssertModel&gt;</c>).</summary>
    /// <param name="threshold">The anomaly index above which a label is anomalous, in median absolute deviations; by default as the project declares, or else 2.</param>
    /// <param name="sourceFilePath">Filled in by the compiler.</param>
    /// <param name="sourceLineNumber">Filled in by the compiler.</param>
    public BackdoorFreeAttribute(
        double threshold = double.NaN, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Threshold = threshold;

    /// <summary>Marks a test that scans one model.</summary>
    /// <param name="model">The model file. A relative path is relative to the test project's folder.</param>
    /// <param name="samples">
    /// Clean, correctly labelled samples: an <c>.npz</c> or <c>.safetensors</c> file with <c>x</c> and <c>y</c>, MNIST IDX files, CIFAR batches, a folder of
    /// pictures with one sub-folder per label or as GTSRB is shipped, or a zip of any of these. A relative path is relative to the test project's folder.
    /// By default those with which the project declares the model, or else the description beside it.
    /// </param>
    /// <param name="threshold">The anomaly index above which a label is anomalous, in median absolute deviations; by default as the project declares, or else 2.</param>
    /// <param name="sourceFilePath">Filled in by the compiler.</param>
    /// <param name="sourceLineNumber">Filled in by the compiler.</param>
    public BackdoorFreeAttribute(
        string model, string? samples = null, double threshold = double.NaN,
        [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Model = model;
        Samples = samples;
        Threshold = threshold;
    }

    /// <summary>The model file, or <see langword="null"/> for every declared one.</summary>
    public string? Model { get; }

    /// <summary>The clean samples, or <see langword="null"/> for those that the project declares.</summary>
    public string? Samples { get; }

    /// <summary>
    /// The member of the test class, or of a base class, that describes the model in place of a path: a static property, or a static method without parameters, public or
    /// not, that returns a <see cref="Classifier"/> or a task of one. It is called when the test runs. What this attribute states wins over the description's options.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? ModelProvider { get; set; }

    /// <summary>The anomaly index above which a label is anomalous, or not a number for the one that the project declares.</summary>
    public double Threshold { get; }

    /// <summary>How much work is spent on each label.</summary>
    /// <value>The default is as the project declares, or else <see cref="ScanProfile.Fast"/>.</value>
    public ScanProfile Profile
    {
        get => StatedProfile ?? ScanProfile.Fast;
        set => StatedProfile = value;
    }

    /// <summary>Seeds every random choice.</summary>
    /// <value>The default is as the project declares, or else 0.</value>
    public int Seed
    {
        get => StatedSeed ?? 0;
        set => StatedSeed = value;
    }

    /// <summary>How many seconds labels may be optimised, best first; a scan that it ends is inconclusive, and fails. Unlike <c>Timeout</c> it still writes a report.</summary>
    /// <value>The default is as the project declares, or else as long as it takes.</value>
    public double TimeLimit { get; set; } = double.NaN;

    /// <summary>Whether backdoors are looked for that take images of one label only.</summary>
    /// <value>The default is as the project declares, or else <see cref="SourceSpecificScan.None"/>.</value>
    public SourceSpecificScan SourceSpecific
    {
        get => StatedSourceSpecific ?? SourceSpecificScan.None;
        set => StatedSourceSpecific = value;
    }

    /// <summary>
    /// The verdict with which the test passes. Another one than <see cref="Verdict.Clean"/> is for those who test their defences on a model that they infected
    /// themselves.
    /// </summary>
    /// <value>The default is <see cref="Verdict.Clean"/>.</value>
    public Verdict Expected { get; set; } = Verdict.Clean;

    private ScanProfile? StatedProfile { get; set; }

    private int? StatedSeed { get; set; }

    private SourceSpecificScan? StatedSourceSpecific { get; set; }

    internal ModelGate ToGate() => new()
    {
        Model = Model,
        Samples = Samples,
        ModelProvider = ModelProvider,
        Threshold = double.IsNaN(Threshold) ? null : Threshold,
        Profile = StatedProfile,
        Seed = StatedSeed,
        Description = StatedDescription(),
        TimeLimit = double.IsNaN(TimeLimit) ? null : TimeLimit,
        SourceSpecific = StatedSourceSpecific,
        Expected = Expected,
    };
}
