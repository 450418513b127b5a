using ModelAssert.EngineProcess;
using ModelAssert.Gates;
using Xunit.Sdk;
using Xunit.v3;

namespace ModelAssert.Xunit;

/// <summary>Makes the test cases of a <see cref="BackdoorFreeAttribute"/>. Called by xunit, in discovery too: nothing is loaded or scanned here.</summary>
public sealed class BackdoorFreeDiscoverer : IXunitTestCaseDiscoverer
{
    /// <inheritdoc />
    public ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        var attribute = (BackdoorFreeAttribute)factAttribute;
        var gates = attribute.ToGate().ForEachModel(ProjectSettings.Of(testMethod.TestClass.Class.Assembly));
        var details = TestIntrospectionHelper.GetTestCaseDetails(discoveryOptions, testMethod, factAttribute);
        return new([.. gates.Select(gate => TestCaseOf(gate, isOneOfMany: attribute.Model is null))]);

        BackdoorFreeTestCase TestCaseOf(ModelGate gate, bool isOneOfMany) => new(
            gate, details.ResolvedTestMethod,
            isOneOfMany && gate.Model is not null ? $"{details.TestCaseDisplayName}({gate.Model})" : details.TestCaseDisplayName,
            isOneOfMany ? $"{details.UniqueID}-{gate.Model}" : details.UniqueID,
            details.Explicit, details.SkipExceptions, details.SkipReason, details.SkipType, details.SkipUnless, details.SkipWhen,
            testMethod.Traits.ToDictionary(trait => trait.Key, trait => trait.Value.ToHashSet(), StringComparer.OrdinalIgnoreCase),
            details.SourceFilePath, details.SourceLineNumber, details.Timeout);
    }
}
