using ModelAssert.Engine.AllToAll;
using ModelAssert.Engine.DormantPaths;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.WholeImages;

namespace ModelAssert.Engine.Mitigation;

/// <summary>Backdoors that no mitigation here works on: it changes weights, or watches neurons, for labels that all images can be sent to.</summary>
internal static class BeyondMitigation
{
    /// <summary>Why an infected model is left alone, as the end of a sentence; <see langword="null"/> if it need not be.</summary>
    public static string? Of(ScanFindings findings)
    {
        if (findings.Verdict != Verdict.Infected)
            return null;
        if (findings.Of<DormantPathFindings>() is { Paths: [var path, ..] })
            return $"it has a hidden path to label {path.Trigger.TargetLabel}, at {PlainText.OneLine(path.Node)}, which other weights would leave where it is";
        if (findings.Of<AllToAllFindings>() is { Found: not null })
            return "one trigger gives each of its labels another, and what is taught or pruned here is about triggers for one label";
        if (RepairLoop.InfectedIn(findings).Any())
            return null;
        if (findings.Detections.Select(ran => ran.Findings).OfType<WholeImageFindings>().FirstOrDefault(change => change.IsFound || change.IsFoundForSeveral) is { } change)
            return $"its trigger is a {change.Question.Noun} of the whole image, and what is taught or pruned here is about stamps";
        return "none of its labels is infected for images of all others, and backdoors for images of one label are beyond it";
    }
}
