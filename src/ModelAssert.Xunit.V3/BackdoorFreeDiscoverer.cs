using Xunit.Sdk;
using Xunit.v3;

namespace ModelAssert.Xunit;

/// <summary>Makes the test case of a <see cref="BackdoorFreeAttribute"/>. Called by xunit, in discovery too: nothing is loaded or scanned here.</summary>
public sealed class BackdoorFreeDiscoverer : IXunitTestCaseDiscoverer
{
    /// <inheritdoc />
    public ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        var attribute = (BackdoorFreeAttribute)factAttribute;
        var details = TestIntrospectionHelper.GetTestCaseDetails(discoveryOptions, testMethod, factAttribute);
        var traits = testMethod.Traits.ToDictionary(trait => trait.Key, trait => trait.Value.ToHashSet(), StringComparer.OrdinalIgnoreCase);
        var scan = new ScanDescription(attribute.Model, attribute.Samples, attribute.Threshold, attribute.Profile, attribute.Seed, attribute.Expected);

        return new([new BackdoorFreeTestCase(
            scan, details.ResolvedTestMethod, details.TestCaseDisplayName, details.UniqueID, details.Explicit, details.SkipExceptions,
            details.SkipReason, details.SkipType, details.SkipUnless, details.SkipWhen, traits, details.SourceFilePath, details.SourceLineNumber, details.Timeout)]);
    }
}
