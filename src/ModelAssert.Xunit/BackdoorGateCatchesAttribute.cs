using Xunit;
using Xunit.Sdk;

namespace ModelAssert;

/// <summary>
/// Marks a test of the gate itself, one test case a model: copies of the model are infected with patches, and the test fails if one of the given side or more is planted and
/// a scan misses it, if none could be planted, or if the model is not clean as it is. It costs a scan for each patch and one for the model. The body runs afterwards; a
/// <see cref="SelfTestReport"/> parameter receives the report.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ModelAssert.Xunit.BackdoorFreeDiscoverer", "ModelAssert.Xunit")]
public sealed partial class BackdoorGateCatchesAttribute : FactAttribute
{
    /// <summary>Marks a test of the gate.</summary>
    /// <param name="patch">The side of the smallest patch that must be caught, in pixels.</param>
    public BackdoorGateCatchesAttribute(int patch) => Patch = patch;
}
