using System.CommandLine;
using ModelAssert.Engine.AllToAll;
using ModelAssert.Engine.Scanning;

namespace ModelAssert.Benchmarks;

/// <summary><c>all-to-all</c>: what the search for a trigger that gives every label another comes to, start by start.</summary>
internal static class AllToAllCommand
{
    public static Command Create() => DetectorCommand.Create(
        "all-to-all", "Looks for a trigger that gives every label another, and prints each start: pixels (over the median of the labels' triggers), where labels go, success on held-out images.",
        [Detector.TriggerNorms, Detector.AllToAll], Print);

    private static void Print(string scanned, ScanFindings scan)
    {
        var detection = scan.Detections.Single(ran => ran.Detector.Kind == Detector.AllToAll);
        var findings = scan.Of<AllToAllFindings>()!;
        var starts = findings.Tried.Select(tried => FormattableString.Invariant(
            $"{tried.Trigger.MaskL1Norm:0.0} px ({tried.Trigger.MaskL1Norm / findings.MedianOfLabels:0.00}) {tried.Mapping.DistinctTargets} of {tried.Mapping.Labels} {tried.Mapping.SuccessRate:0.00}{(tried.IsBackdoor(findings.LabelCount, findings.MedianOfLabels) ? "*" : "")}"));
        Console.WriteLine(FormattableString.Invariant($"{scanned}: {(findings.Found is null ? "none" : "found")}, {detection.Seconds:0.0} s; {string.Join("; ", starts)}"));
    }
}
