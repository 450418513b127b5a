using ModelAssert.Engine.Inversion;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.TriggerNorms;

/// <summary>
/// When every label gets another start, a longer one, and what both come to. Where an optimisation ends hangs on where it begins and on when it ends; mostly that changes no verdict, and the work for all models
/// would be wasted on nearly all of them.
/// </summary>
internal static class SecondStart
{
    /// <summary>
    /// Whether the verdict may hang on the luck of a start: some trigger is as small beside the median as those of backdoors, and yet it may be chance, or it is not much smaller than that. The threshold
    /// plays no part, so that a report can be judged again by another one.
    /// </summary>
    /// <param name="judgement">What the first start came to.</param>
    public static bool IsNeeded(Judgement judgement) => judgement.Labels.Any(label =>
        label is { NormToMedian: < Judge.MaximumInfectedNormToMedian } and ({ PValue: > Judge.MaximumInfectedPValue } or { NormToMedian: > Judge.UnmistakableNormToMedian }));

    /// <summary>The seed of a further start; the samples and the reference labels stay those of the first.</summary>
    /// <param name="seed">The seed of the scan.</param>
    /// <param name="start">How many starts were there before it; at least one.</param>
    public static int SeedOf(int seed, int start = 1) => unchecked(seed + 0x5EED * start);

    /// <summary>For each label the smaller trigger that works of all its starts. It comes from the cache if all of them do.</summary>
    /// <param name="first">All labels.</param>
    /// <param name="second">Another start of some of them, or of all.</param>
    public static ReversedTrigger[] Better(IEnumerable<ReversedTrigger> first, IEnumerable<ReversedTrigger> second)
    {
        var others = second.ToDictionary(trigger => trigger.Trigger.TargetLabel);
        return [.. first.Select(one => others.TryGetValue(one.Trigger.TargetLabel, out var other)
            ? (Rank(other).CompareTo(Rank(one)) < 0 ? other : one) with { Cached = one.Cached && other.Cached }
            : one)];
    }

    /// <summary>What was taken to its end before what was not, what works before what does not, the smaller before the larger.</summary>
    private static (bool, bool, double) Rank(ReversedTrigger trigger) => (trigger.Stopped is not null, !trigger.Measurement.Works, trigger.Trigger.MaskL1Norm);
}
