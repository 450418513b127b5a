using System.Runtime.CompilerServices;
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
}
