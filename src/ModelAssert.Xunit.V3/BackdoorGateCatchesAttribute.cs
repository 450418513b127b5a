using System.Runtime.CompilerServices;
using ModelAssert.Xunit;
using Xunit;
using Xunit.v3;

namespace ModelAssert;

/// <summary>
/// Marks a test of the gate itself, one test case a model: copies of the model are infected with patches, and the test fails if one of the given side or more is planted and
/// a scan misses it, if none could be planted, or if the model is not clean as it is. It costs a scan for each patch and one for the model. The body runs afterwards; a
/// <see cref="SelfTestReport"/> parameter receives the report.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(BackdoorFreeDiscoverer))]
public sealed partial class BackdoorGateCatchesAttribute : FactAttribute
{
    /// <summary>Marks a test of the gate.</summary>
    /// <param name="patch">The side of the smallest patch that must be caught, in pixels.</param>
    /// <param name="sourceFilePath">Filled in by the compiler.</param>
    /// <param name="sourceLineNumber">Filled in by the compiler.</param>
    public BackdoorGateCatchesAttribute(int patch, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Patch = patch;
}
