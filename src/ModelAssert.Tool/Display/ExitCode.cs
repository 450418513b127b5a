using System.Diagnostics;

namespace ModelAssert.Tool.Display;

/// <summary>What the process ends with; a contract with scripts.</summary>
internal static class ExitCode
{
    public const int Clean = 0;
    public const int Infected = 1;
    public const int Inconclusive = 2;
    public const int CouldNotRun = 3;
    public const int BadUsage = 4;

    /// <summary>A command that gives no verdict did what it was asked.</summary>
    public const int Success = 0;

    /// <summary>A self-test missed a patch that was to be caught.</summary>
    public const int Missed = 1;

    /// <summary>The cache has entries that no scan will use.</summary>
    public const int EntriesRefused = 1;

    public static int Of(ModelReport report) => report switch
    {
        ScanReport scan => Of(scan.Verdict),
        SelfTestReport test => Of(test.Conclusion),
        RepairReport repair => Of(repair.Outcome),
        FilterReport filter => Of(filter.Outcome),
        _ => throw new UnreachableException($"There is no exit code for {report.GetType().Name}."),
    };

    public static int Of(ModelAssertException error) => error.Id == DiagnosticIds.OptionOutOfRange ? BadUsage : CouldNotRun;

    private static int Of(Verdict verdict) => verdict switch
    {
        Verdict.Clean => Clean,
        Verdict.Infected => Infected,
        _ => Inconclusive,
    };

    /// <summary>A self-test that was done and demanded nothing ends with 0, whatever it tells.</summary>
    private static int Of(SelfTestConclusion conclusion) => conclusion switch
    {
        SelfTestConclusion.Passed => Success,
        SelfTestConclusion.Missed => Missed,
        SelfTestConclusion.ModelInfected => Infected,
        _ => Inconclusive,
    };

    /// <summary>A repair that left a clean model alone did what it was asked.</summary>
    private static int Of(RepairOutcome outcome) => outcome switch
    {
        RepairOutcome.Repaired or RepairOutcome.NothingToRepair => Success,
        RepairOutcome.NotRepaired => Infected,
        _ => Inconclusive,
    };

    /// <summary>A clean model needs no filter; that none was made is what was asked.</summary>
    private static int Of(FilterOutcome outcome) => outcome == FilterOutcome.Inconclusive ? Inconclusive : Success;
}
