using ModelAssert.Engine.Inversion;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.TriggerNorms;

/// <summary>
/// What is done before a label is called infected. Nobody doubts a trigger that works; what may be wrong is the median beside it, where labels ended high by the chance of their start. So the labels around
/// the median are reversed once more, from another start, and the rule is applied to what both starts came to.
/// </summary>
internal static class SecondLookAtMedian
{
    /// <summary>The median of an even number of norms is made of two of them; one more on either side moves it when these shrink.</summary>
    private const int Fewest = 4;

    /// <summary>As many tell whether the middle of hundreds was met by chance.</summary>
    private const int Most = 10;

    /// <summary>Chooses the labels that lie nearest to the median, of those that it is the median of.</summary>
    /// <param name="judgement">What was found, with an infected label.</param>
    /// <param name="triggers">The triggers, in its order.</param>
    /// <param name="references">The labels that stand for all, or <see langword="null"/> if every label does.</param>
    public static SecondLook Of(Judgement judgement, IReadOnlyList<ReversedTrigger> triggers, IReadOnlyList<int>? references)
    {
        var median = judgement.MedianNorm!.Value;
        int[] counted =
        [
            .. triggers.Zip(judgement.Labels)
                .Where(label => label.Second.State == LabelState.Clean && label.First.Stopped is null && references?.Contains(label.Second.Label) != false)
                .OrderBy(label => Math.Abs(label.First.Trigger.MaskL1Norm - median)).ThenBy(label => label.Second.Label)
                .Select(label => label.Second.Label),
        ];
        return new SecondLook([.. counted.Take(Math.Clamp(counted.Length / 4, Fewest, Most)).Order()], judgement.AnomalyIndex!.Value, median);
    }

    /// <summary>The conclusion after the second look, which says what the first one came to.</summary>
    /// <param name="first">What was looked at again.</param>
    /// <param name="judgement">The rule applied to what both starts came to.</param>
    public static Judgement Settle(SecondLook first, Judgement judgement) => judgement with { Reasons = [.. judgement.Reasons, Explain(first, judgement)] };

    private static string Explain(SecondLook first, Judgement judgement)
    {
        var labels = string.Join(", ", first.Labels);
        return judgement.Verdict == Verdict.Infected
            ? FormattableString.Invariant($"The labels around the median ({labels}) were reversed again from another start. The largest anomaly index was {first.FirstAnomalyIndex:0.00} before and is {judgement.AnomalyIndex:0.00} now.")
            : FormattableString.Invariant($"The first start found an infected label, at an anomaly index of {first.FirstAnomalyIndex:0.00}. Then the labels around the median ({labels}) were reversed again from another start. The median was {first.FirstMedianNorm:0.0} pixels before and is {judgement.MedianNorm:0.0} now, and no label is infected any more.");
    }
}
