using System.Diagnostics;
using ModelAssert.Gates;
using Xunit;
using Xunit.v3;

namespace ModelAssert.Xunit;

/// <summary>Scans the model, attaches what was found, and runs the test's method if the gate is passed.</summary>
internal sealed class BackdoorFreeTestRunner : XunitTestRunner
{
    public static new BackdoorFreeTestRunner Instance { get; } = new();

    /// <summary>Failures go to the aggregator: an exception that leaves here would cost the test its time.</summary>
    protected override async ValueTask<TimeSpan> InvokeTest(XunitTestRunnerContext ctxt, object? testClassInstance)
    {
        var clock = Stopwatch.StartNew();
        var outcome = await ctxt.Aggregator.RunAsync(() => new ValueTask<GateOutcome?>(PassAsync(ctxt)), null);
        var elapsed = clock.Elapsed;
        if (outcome?.Failure is { } failure)
            ctxt.Aggregator.Add(failure);
        if (outcome is null || ctxt.Aggregator.HasExceptions)
            return elapsed;

        FillParameters(ctxt, outcome.Report);
        return elapsed + await base.InvokeTest(ctxt, testClassInstance);
    }

    private static async Task<GateOutcome?> PassAsync(XunitTestRunnerContext ctxt)
    {
        var gate = ((BackdoorFreeTestCase)ctxt.Test.TestCase).Gate;
        var test = TestContext.Current;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ctxt.CancellationTokenSource.Token, test.CancellationToken);
        try
        {
            var outcome = await gate.RunAsync(ctxt.Test.TestMethod.TestClass.Class, WriteLine, cancellation.Token);
            foreach (var file in outcome.Attachments)
                test.AddAttachment(file.Name, File.ReadAllBytes(file.Path), replaceExistingValue: true, file.MediaType);
            return outcome;
        }
        catch (OperationCanceledException) when (ctxt.Test.Timeout > 0 && !ctxt.CancellationTokenSource.IsCancellationRequested)
        {
            // The test took too long. xunit has failed it with a message of its own, beside which this would be a second failure.
            return null;
        }

        void WriteLine(string line)
        {
            test.TestOutputHelper?.WriteLine(line);
            test.SendDiagnosticMessage($"{ctxt.Test.TestDisplayName}: {line}");
        }
    }

    private static void FillParameters(XunitTestRunnerContext ctxt, ModelReport report)
    {
        foreach (var parameter in ctxt.Test.TestMethod.Parameters)
        {
            if (parameter.ParameterType == report.GetType())
                ctxt.MethodArguments[parameter.Position] = report;
        }
    }
}
