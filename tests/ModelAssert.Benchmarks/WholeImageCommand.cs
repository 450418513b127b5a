using System.CommandLine;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.WholeImages;

namespace ModelAssert.Benchmarks;

/// <summary><c>whole-image</c>: what the searches for a warp and for a pattern over the whole image come to.</summary>
internal static class WholeImageCommand
{
    public static Command Create() => DetectorCommand.Create(
        "whole-image", "Looks for a warp and for a pattern over the whole image; of each: the number that is judged, the two sizes that it is made of over what other labels mostly take, how many these are, the label, the share of the images that go there, success on held-out images.",
        [Detector.Warp, Detector.WholeImage], Print);

    private static void Print(string scanned, ScanFindings scan)
    {
        foreach (var ran in scan.Detections)
        {
            var findings = (WholeImageFindings)ran.Findings;
            var said = findings.Measured is not { } measured ? "" : FormattableString.Invariant(
                $"{measured.Share:0.000} ({measured.AwaySize / measured.Usual:0.000}, {measured.TowardsSize / measured.Usual:0.000}, {measured.References.Count}), label {measured.Label}, {measured.ShareOfLabel:0.00}{(measured.IsControl ? " control" : "")}, success {measured.SuccessRate:0.00}, usual {measured.Usual:0.000}, several {measured.Mapping.DistinctTargets} {measured.Mapping.SuccessRate:0.00}");
            Console.WriteLine(FormattableString.Invariant($"{scanned} {findings.Question.Noun}: {findings.Conclusion.Verdict}, {said}, {ran.Seconds:0.0} s"));
        }
    }
}
