using System.Diagnostics;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Detectors;

/// <summary>A detector that has looked at a network.</summary>
/// <param name="Detector">The detector.</param>
/// <param name="Findings">What it found.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record RanDetector(IDetector Detector, DetectorFindings Findings, double Seconds)
{
    /// <summary>What it concludes; <see langword="null"/> if it did not look.</summary>
    public Conclusion? Conclusion => Findings.Conclusion is { } conclusion ? conclusion with { IsAdvisory = Detector.IsAdvisory } : null;

    /// <summary>Has a detector look.</summary>
    public static RanDetector Run(IDetector detector, ScanContext scan)
    {
        var start = Stopwatch.GetTimestamp();
        var findings = detector.Run(scan);
        return new RanDetector(detector, findings, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3));
    }

    /// <summary>What the report says of it.</summary>
    /// <param name="nameOf">The names of labels.</param>
    public Detection Describe(Func<int, string?> nameOf) => new()
    {
        Detector = Detector.Kind,
        Sees = Detector.Sees,
        Method = Detector.Method,
        IsAdvisory = Detector.IsAdvisory,
        Verdict = Conclusion?.Verdict,
        Reasons = Conclusion?.Reasons ?? [Findings.WhyNot!],
        Findings = Findings.FindingsFor(nameOf),
    };
}
