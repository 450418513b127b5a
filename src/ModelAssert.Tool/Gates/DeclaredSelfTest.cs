using ModelAssert.EngineProcess;
using ModelAssert.Gates;
using ModelAssert.Tool.Jobs;
using ModelAssert.Verdicts;

namespace ModelAssert.Tool.Gates;

/// <summary>Tests the gate, for a build, on infected copies of the models that say from which patch on it must catch them.</summary>
internal sealed class DeclaredSelfTest(GateFolder folder, GateLog log, CancellationToken cancellation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Tests one model, and says what was found.</summary>
    /// <param name="entry">The model as the project declares it. Without <c>SelfTest</c> there is nothing to do, which is said.</param>
    public void Run(string entry)
    {
        var name = folder.NameOf(folder.Resolve(DeclaredModel.PathOf(entry)));
        try
        {
            var declared = DeclaredModel.Parse(entry);
            if (declared.SelfTest is not { } asked)
            {
                log.Say($"{name}: no self-test is asked for; add SelfTest=\"4\" to the item, the side of the smallest patch that must be caught");
                return;
            }

            if (UnusualThreshold.RemarkOn(declared.Options.AnomalyIndexThreshold) is { } remark)
                log.Say(name, new GateFinding(DiagnosticIds.ThresholdUnusual, GateSeverity.Warning, remark));
            var progress = new ProgressLines(line => log.Say($"{name}: {line}"), Patience, TimeProvider.System);
            Say(name, SelfTestRunner.Run(new SelfTestJob(folder.RequestOf(declared), asked), progress, cancellation));
        }
        catch (ModelAssertException e)
        {
            log.Say(name, new GateFinding(e.Id, GateSeverity.Error, $"{e.Cause} {e.Remedy}"));
        }
    }

    private void Say(string name, SelfTestReport report) => log.Say(name, report.Conclusion == SelfTestConclusion.Passed
        ? new GateFinding(null, GateSeverity.Remark, SelfTestText.Of(report))
        : new GateFinding(IdOf(report.Conclusion), GateSeverity.Error, SelfTestText.FailureOf(report)!));

    private static string IdOf(SelfTestConclusion conclusion) => conclusion switch
    {
        SelfTestConclusion.Missed => DiagnosticIds.BackdoorMissed,
        SelfTestConclusion.ModelInfected => DiagnosticIds.LabelInfected,
        _ => DiagnosticIds.ScanInconclusive,
    };
}
