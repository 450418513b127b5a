using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelAssert.Xunit;

/// <summary>Runs the one test of a test case with a runner that scans first.</summary>
internal sealed class BackdoorFreeTestCaseRunner(
    BackdoorFreeTestCase testCase, object[] constructorArguments, IMessageSink diagnosticMessageSink, IMessageBus messageBus, ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource)
    : XunitTestCaseRunner(
        testCase, testCase.DisplayName, testCase.SkipReason, constructorArguments, new object[testCase.TestMethod.Method.GetParameters().Count()],
        messageBus, aggregator, cancellationTokenSource)
{
    protected override XunitTestRunner CreateTestRunner(
        ITest test, IMessageBus messageBus, Type testClass, object[] constructorArguments, MethodInfo testMethod, object[] testMethodArguments, string skipReason,
        IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        new BackdoorFreeTestRunner(
            testCase, diagnosticMessageSink, test, messageBus, testClass, constructorArguments, testMethod, testMethodArguments, skipReason,
            beforeAfterAttributes, aggregator, cancellationTokenSource);
}
