using ModelAssert.Tests;

namespace ModelAssert.Engine.Tests.Native;

public class ScalarsOfTestsTests
{
    /// <summary>Made once, where a module or an optimiser of the library is.</summary>
    private static readonly string[] Exceptions = ["optim.Adam(", "nn.BatchNorm2d("];

    /// <summary>A network of a test is run as often as any other, and one run in many failed by this.</summary>
    [Fact]
    public void No_test_makes_a_number_that_is_freed_while_libtorch_reads_it() =>
        Assert.DoesNotContain(ScalarAudit.CallsIn(GetType().Assembly), call => !Exceptions.Any(made => call.Called.StartsWith(made, StringComparison.Ordinal)));
}
