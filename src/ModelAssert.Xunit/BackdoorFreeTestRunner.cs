using System.Diagnostics;
using System.Reflection;
using ModelAssert.Gates;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelAssert.Xunit;

/// <summary>Scans the model, hands over what was found, and runs the test's method if the gate is passed.</summary>
internal sealed class BackdoorFreeTestRunner(
    BackdoorFreeTestCase testCase, IMessageSink diagnosticMessageSink, ITest test, IMessageBus messageBus, Type testClass, object[] constructorArguments,
    MethodInfo testMethod, object[] testMethodArguments, string skipReason, IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
    ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    : XunitTestRunner(
        test, messageBus, testClass, constructorArguments, testMethod, testMethodArguments, skipReason, beforeAfterAttributes, aggregator, cancellationTokenSource)
{
    /// <summary>Returns the scan's time with the body's: the test took both.</summary>
    protected override async Task<Tuple<decimal, string>> InvokeTestAsync(ExceptionAggregator aggregator)
    {
        var output = new TestOutputHelper();
        output.Initialize(MessageBus, Test);

        // In the constructor's arguments an output helper is a factory, which only xunit's own code path calls.
        ConstructorArguments = [.. ConstructorArguments.Select(argument => argument is Func<TestOutputHelper> ? output : argument)];
        var clock = Stopwatch.StartNew();
        await TimeLimit.RunAsync(
            testCase.TimeoutMilliseconds, (attempt, cancellation) => ScanAndInvokeAsync(output, attempt, cancellation), aggregator, CancellationTokenSource.Token);

        var text = output.Output;
        output.Uninitialize();
        return Tuple.Create((decimal)clock.Elapsed.TotalSeconds, text);
    }

    private async Task ScanAndInvokeAsync(TestOutputHelper output, ExceptionAggregator aggregator, CancellationToken cancellation)
    {
        if (await aggregator.RunAsync(() => PassAsync(output, cancellation)) is not { } outcome)
            return;

        if (outcome.Failure is { } failure)
        {
            aggregator.Add(failure);
            return;
        }

        FillParameters(outcome.Report);
        await InvokeTestMethodAsync(aggregator);
    }

    private async Task<GateOutcome> PassAsync(TestOutputHelper output, CancellationToken cancellation)
    {
        using var echo = new ScanEcho(CollectorFolder.OfThisProcess);
        var outcome = await testCase.Gate.RunAsync(TestClass, WriteLine, cancellation);
        AttachmentFolder.Offer(DisplayName, outcome);
        return outcome;

        void WriteLine(string line)
        {
            output.WriteLine(line);
            diagnosticMessageSink.OnMessage(new DiagnosticMessage($"{DisplayName}: {line}"));
            echo.Say($"{DisplayName}: {line}");
        }
    }

    private void FillParameters(ModelReport report)
    {
        foreach (var parameter in TestMethod.GetParameters())
        {
            if (parameter.ParameterType == report.GetType())
                TestMethodArguments[parameter.Position] = report;
        }
    }
}
