using System.Diagnostics;
using ModelAssert.EngineProcess;
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
        var report = await ctxt.Aggregator.RunAsync(async () => (ScanReport?)await PassAsync(ctxt), null);
        var elapsed = clock.Elapsed;
        if (report is null || ctxt.Aggregator.HasExceptions)
            return elapsed;

        FillParameters(ctxt, report);
        return elapsed + await base.InvokeTest(ctxt, testClassInstance);
    }

    private static async Task<ScanReport> PassAsync(XunitTestRunnerContext ctxt)
    {
        var gate = ((BackdoorFreeTestCase)ctxt.Test.TestCase).Gate;
        var project = ProjectSettings.Of(ctxt.Test.TestMethod.TestClass.Class.Assembly);
        var output = TestContext.Current.TestOutputHelper;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ctxt.CancellationTokenSource.Token, TestContext.Current.CancellationToken);

        var answer = await gate.ScanAsync(project, WriteLine, cancellation.Token);
        Attachments.Add(TestContext.Current, answer);
        if (gate.FailureOf(answer.Report, WriteLine) is { } failure)
            ctxt.Aggregator.Add(failure);
        return answer.Report;

        void WriteLine(string line) => output?.WriteLine(line);
    }

    private static void FillParameters(XunitTestRunnerContext ctxt, ScanReport report)
    {
        foreach (var parameter in ctxt.Test.TestMethod.Parameters)
        {
            if (parameter.ParameterType == typeof(ScanReport))
                ctxt.MethodArguments[parameter.Position] = report;
        }
    }
}
