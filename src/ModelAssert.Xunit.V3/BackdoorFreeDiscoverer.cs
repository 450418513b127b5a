using ModelAssert.EngineProcess;
using ModelAssert.Gates;
using Xunit.Sdk;
using Xunit.v3;

namespace ModelAssert.Xunit;

/// <summary>Makes the test cases of a <see cref="BackdoorFreeAttribute"/> or <see cref="BackdoorGateCatchesAttribute"/>. Called by xunit, in discovery too: nothing is loaded or scanned here.</summary>
public sealed class BackdoorFreeDiscoverer : IXunitTestCaseDiscoverer
{
    /// <inheritdoc />
    public ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        var gates = GateOf(factAttribute).ForEachModel(ProjectSettings.Of(testMethod.TestClass.Class.Assembly));
        var details = TestIntrospectionHelper.GetTestCaseDetails(discoveryOptions, testMethod, factAttribute);
        return new([.. gates.Select(TestCaseOf)]);

        BackdoorFreeTestCase TestCaseOf(ModelGate gate) => new(
            gate, details.ResolvedTestMethod, gate.DisplayNameOf(details.TestCaseDisplayName), gate.UniqueIdOf(details.UniqueID),
            details.Explicit, details.SkipExceptions, details.SkipReason, details.SkipType, details.SkipUnless, details.SkipWhen,
            testMethod.Traits.ToDictionary(trait => trait.Key, trait => trait.Value.ToHashSet(), StringComparer.OrdinalIgnoreCase),
            details.SourceFilePath, details.SourceLineNumber, details.Timeout);
    }

    private static ModelGate GateOf(IFactAttribute attribute) =>
        attribute is BackdoorGateCatchesAttribute catches ? catches.ToGate() : ((BackdoorFreeAttribute)attribute).ToGate();
}
