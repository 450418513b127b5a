using System.Runtime.CompilerServices;
using ModelAssert.Xunit;
using Xunit;
using Xunit.v3;

namespace ModelAssert;

/// <summary>
/// Marks a test that scans a model for backdoors when it runs, and fails if a label is infected or the scan could not decide. The body runs afterwards; a
/// <see cref="ScanReport"/> parameter receives the report. Report and pictures are written to disk and attached to the test, whatever the outcome.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(BackdoorFreeDiscoverer))]
public sealed class BackdoorFreeAttribute : FactAttribute
{
    /// <summary>Marks a test that scans a model.</summary>
    /// <param name="model">The model file. A relative path is relative to the test project's folder.</param>
    /// <param name="samples">
    /// Clean, correctly labelled samples: an <c>.npz</c> file with <c>x</c> and <c>y</c>, an MNIST IDX file or its folder, or a folder of pictures with one
    /// sub-folder per label. A relative path is relative to the test project's folder.
    /// </param>
    /// <param name="threshold">The anomaly index above which a label is anomalous (<see cref="ScanOptions.AnomalyIndexThreshold"/>), in median absolute deviations. The default is 2.</param>
    /// <param name="sourceFilePath">Filled in by the compiler.</param>
    /// <param name="sourceLineNumber">Filled in by the compiler.</param>
    public BackdoorFreeAttribute(
        string model, string samples, double threshold = 2.0,
        [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Model = model;
        Samples = samples;
        Threshold = threshold;
    }

    /// <summary>The model file.</summary>
    public string Model { get; }

    /// <summary>The clean samples.</summary>
    public string Samples { get; }

    /// <summary>The anomaly index above which a label is anomalous.</summary>
    public double Threshold { get; }

    /// <summary>How much work is spent on each label.</summary>
    /// <value>The default is <see cref="ScanProfile.Fast"/>.</value>
    public ScanProfile Profile { get; set; } = ScanProfile.Fast;

    /// <summary>Seeds every random choice.</summary>
    /// <value>The default is 0.</value>
    public int Seed { get; set; }

    /// <summary>
    /// The verdict with which the test passes. Another one than <see cref="Verdict.Clean"/> is for those who test their defences on a model that they infected
    /// themselves.
    /// </summary>
    /// <value>The default is <see cref="Verdict.Clean"/>.</value>
    public Verdict Expected { get; set; } = Verdict.Clean;
}
