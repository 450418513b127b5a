using ModelAssert.Engine.Classifiers;
using ModelAssert.Tests;

namespace ModelAssert.Engine.Tests.Native;

public class ScalarsOfTestsTests
{
    [Fact]
    public void No_network_of_these_tests_computes_with_a_number_that_is_freed_while_libtorch_reads_it()
    {
        var computing = GetType().Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(DifferentiableClassifier))).Select(type => $"{type.Name}.{nameof(DifferentiableClassifier.Logits)}").ToHashSet();

        Assert.DoesNotContain(ScalarAudit.CallsIn(GetType().Assembly), call => computing.Contains(call.By));
    }
}
