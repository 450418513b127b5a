using System.Diagnostics;
using ModelAssert.EngineProcess;
using ModelAssert.Verdicts;
using Xunit;
using Xunit.v3;

namespace ModelAssert.Xunit;

/// <summary>Scans the model, attaches what was found, and runs the test's method if the verdict is the expected one.</summary>
internal sealed class BackdoorFreeTestRunner : XunitTestRunner
{
    public static new BackdoorFreeTestRunner Instance { get; } = new();

    /// <summary>Failures go to the aggregator: an exception that leaves here would cost the test its time.</summary>
    protected override async ValueTask<TimeSpan> InvokeTest(XunitTestRunnerContext ctxt, object? testClassInstance)
    {
        var scan = ((BackdoorFreeTestCase)ctxt.Test.TestCase).Scan;
        var clock = Stopwatch.StartNew();
        var answer = await ctxt.Aggregator.RunAsync(async () => (ReportMessage?)await ScanAsync(scan, ctxt), null);
        if (answer is not null)
            ctxt.Aggregator.Run(() => Enforce(scan.Expected, answer));

        var elapsed = clock.Elapsed;
        if (ctxt.Aggregator.HasExceptions)
            return elapsed;

        FillParameters(ctxt, answer!.Report);
        return elapsed + await base.InvokeTest(ctxt, testClassInstance);
    }

    private static async Task<ReportMessage> ScanAsync(ScanDescription scan, XunitTestRunnerContext ctxt)
    {
        var project = ProjectSettings.Of(ctxt.Test.TestMethod.TestClass.Class.Assembly);
        var output = TestContext.Current.TestOutputHelper;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ctxt.CancellationTokenSource.Token, TestContext.Current.CancellationToken);
        try
        {
            var answer = await EngineClient.For(project.Engine).ScanAsync(
                scan.ToRequest(project), new ProgressLines(line => output?.WriteLine(line)), cancellation.Token);
            Attachments.Add(TestContext.Current, answer);
            return answer;
        }
        catch (ModelAssertException e)
        {
            throw new ScanNotRunException(e);
        }
    }

    private static void Enforce(Verdict expected, ReportMessage answer)
    {
        var reportPath = Attachments.PageOf(answer);
        if (answer.Report.Verdict != expected)
        {
            throw new BackdoorFoundException(answer.Report.Verdict == Verdict.Clean
                ? $"Expected {Path.GetFileName(answer.Report.Model.Path)} to be {expected.ToString().ToLowerInvariant()}, but it is clean.\n  report: {reportPath}"
                : FailureMessage.Of(answer.Report, reportPath));
        }

        if (expected != Verdict.Clean)
            TestContext.Current.TestOutputHelper?.WriteLine("Caught, as expected. Without Expected this test would fail with:\n" + FailureMessage.Of(answer.Report, reportPath));
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
