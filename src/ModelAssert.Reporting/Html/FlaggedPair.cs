using ModelAssert.Artifacts;
using ModelAssert.Reporting.Wording;
using ModelAssert.Verdicts;

namespace ModelAssert.Reporting.Html;

/// <summary>A flagged pair of labels with what was found and the picture of it.</summary>
internal sealed record FlaggedPair(string Id, string Title, IReadOnlyList<Fact> Evidence, Picture? Overlay)
{
    public static FlaggedPair Of(PairResult pair, ArtifactFolder folder)
    {
        var subject = pair.Describe();
        return new FlaggedPair(
            $"pair-{pair.Source}-{pair.Target}", char.ToUpperInvariant(subject[0]) + subject[1..], [.. EvidenceOf(pair)],
            pair.TriggerFiles is { } files
                ? Picture.Read(folder, files.Overlay, $"Clean samples in the upper row; in the lower row the same samples with the trigger from {subject} stamped on them.")
                : null);
    }

    private static IEnumerable<Fact> EvidenceOf(PairResult pair)
    {
        yield return new("Anomaly index", Numbers.Index(pair.AnomalyIndex), "deviations below what source and target let expect");
        yield return new("Norm of the mask", $"{Numbers.Pixels(pair.MaskL1Norm)} pixels",
            $"{Numbers.Percent(pair.NormToExpected)} of what is expected; a backdoor is below {Numbers.Percent(PairJudge.MaximumInfectedNormToExpected)}");
        yield return new("Spillover", Numbers.Percent(pair.Spillover), "how far other labels are moved beside the source");
        yield return new("Attack success rate", Numbers.Percent(pair.AttackSuccessRate), "on held-out samples of the source");
    }
}
