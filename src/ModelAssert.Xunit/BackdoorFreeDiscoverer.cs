using ModelAssert.EngineProcess;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelAssert.Xunit;

/// <summary>Makes the test cases of a <see cref="BackdoorFreeAttribute"/> or <see cref="BackdoorGateCatchesAttribute"/>. Called by xunit, in discovery too: nothing is loaded or scanned here.</summary>
/// <param name="diagnosticMessageSink">Where xunit takes diagnostic messages.</param>
public sealed class BackdoorFreeDiscoverer(IMessageSink diagnosticMessageSink) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc />
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var gate = AttributeReading.ToGate(factAttribute);
        var assembly = testMethod.TestClass.Class.ToRuntimeType().Assembly;
        return gate.ForEachModel(ProjectSettings.Of(assembly)).Select(one => new BackdoorFreeTestCase(
            diagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, one));
    }
}
