using System.Diagnostics;
using ModelAssert.Assertions;

namespace ModelAssert;

/// <summary>The gate for those who use no assertion library.</summary>
public static class Enforcement
{
    /// <summary>Lets a clean report pass. An inconclusive one does not pass: it does not say that the model is clean. What there is to say of one that passes goes to the console.</summary>
    /// <param name="report">The report.</param>
    /// <param name="because">The user's reason, to follow "because".</param>
    /// <exception cref="BackdoorFoundException">A label is infected, or the scan could not decide.</exception>
    [StackTraceHidden]
    public static void ThrowIfInfected(this ScanReport report, string? because = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Verdict != Verdict.Clean)
            throw new BackdoorFoundException(FailureMessage.Of(report, because: because));
        if (PassMessage.Of(report) is { } passed)
            Console.WriteLine(passed);
    }
}
