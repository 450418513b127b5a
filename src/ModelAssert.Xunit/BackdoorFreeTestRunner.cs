using System.Diagnostics;
using System.Reflection;
using ModelAssert.EngineProcess;
using ModelAssert.Gates;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelAssert.Xunit;

/// <summary>Scans the model, hands over what was found, and runs the test's method if the gate is passed.</summary>
internal sealed class BackdoorFreeTestRunner(
    ModelGate gate, IMessageSink diagnosticMessageSink, ITest test, IMessageBus messageBus, Type testClass, object[] constructorArguments, MethodInfo testMethod,
    object[] testMethodArguments, string skipReason, IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes, ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource)
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
        var bodySeconds = 0m;
        if (await aggregator.RunAsync(() => PassAsync(output, aggregator)) is { } report && !aggregator.HasExceptions)
        {
            clock.Stop();
            FillParameters(report);
            bodySeconds = await InvokeTestMethodAsync(aggregator);
        }

        var text = output.Output;
        output.Uninitialize();
        return Tuple.Create((decimal)clock.Elapsed.TotalSeconds + bodySeconds, text);
    }

    private async Task<ScanReport?> PassAsync(TestOutputHelper output, ExceptionAggregator aggregator)
    {
        var project = ProjectSettings.Of(TestClass.Assembly);
        var answer = await gate.ScanAsync(project, WriteLine, CancellationTokenSource.Token);
        AttachmentFolder.Offer(DisplayName, answer);
        if (gate.FailureOf(answer.Report, WriteLine) is { } failure)
            aggregator.Add(failure);
        return answer.Report;

        void WriteLine(string line)
        {
            output.WriteLine(line);
            diagnosticMessageSink.OnMessage(new DiagnosticMessage($"{DisplayName}: {line}"));
        }
    }

    private void FillParameters(ScanReport report)
    {
        foreach (var parameter in TestMethod.GetParameters())
        {
            if (parameter.ParameterType == typeof(ScanReport))
                TestMethodArguments[parameter.Position] = report;
        }
    }
}
