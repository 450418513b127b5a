using Xunit.Sdk;
using Xunit.v3;

namespace ModelAssert.Xunit;

/// <summary>Runs the one test of a test case with a runner that scans first.</summary>
internal sealed class BackdoorFreeTestCaseRunner : XunitTestCaseRunner
{
    public static new BackdoorFreeTestCaseRunner Instance { get; } = new();

    public async ValueTask<RunSummary> RunAsync(
        BackdoorFreeTestCase testCase, ExplicitOption explicitOption, IMessageBus messageBus, object?[] constructorArguments, ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource, ParallelMode parallelMode, ExecutionScheduler scheduler, FixtureMappingManager methodFixtureMappings)
    {
        var tests = await aggregator.RunAsync(testCase.CreateTests, []);
        return await Run(
            testCase, tests, messageBus, aggregator, cancellationTokenSource, parallelMode, scheduler, testCase.TestCaseDisplayName,
            testCase.SkipReason, explicitOption, constructorArguments, methodFixtureMappings);
    }

    protected override ValueTask<RunSummary> RunTest(XunitTestCaseRunnerContext ctxt, IXunitTest test) =>
        BackdoorFreeTestRunner.Instance.Run(
            test, ctxt.MessageBus, ctxt.ConstructorArguments, ctxt.ExplicitOption, ctxt.Aggregator.Clone(), ctxt.CancellationTokenSource,
            ctxt.ParallelMode, ctxt.Scheduler, ctxt.BeforeAfterTestAttributes, ctxt.CaseFixtureMappings);
}
