using ModelAssert.Artifacts;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Inversion;
using ModelAssert.Reporting;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.LabelPairs;

/// <summary>What the triggers of the pairs of labels came to.</summary>
/// <param name="Judgement">What they say of the pairs.</param>
/// <param name="Pairs">The pairs, in the order of the judgement's.</param>
internal sealed record PairFindings(PairsJudgement Judgement, IReadOnlyList<PairFinding> Pairs) : DetectorFindings
{
    /// <inheritdoc />
    public override Conclusion Conclusion => Judgement.Conclusion;

    /// <inheritdoc />
    public override IEnumerable<int> InfectedTargets => Judgement.Pairs.Where(pair => pair.State == LabelState.Infected).Select(pair => pair.Target);

    /// <inheritdoc />
    public override DetectorFindings Withheld(string reason) => this with { Judgement = Judgement.Withheld(reason) };

    /// <inheritdoc />
    public override ScanReport AddTo(ScanReport report, Func<int, string?> nameOf) => report with
    {
        Pairs = [.. Judgement.Pairs.Zip(Pairs, (judged, found) => ResultOf(judged, found, nameOf))],
        PairAnomalyIndex = Judgement.AnomalyIndex,
    };

    /// <inheritdoc />
    public override IEnumerable<FindingTrigger> TriggersIn(ScanReport report) => report.Pairs!.Zip(Pairs)
        .Where(pair => pair.First.TriggerFiles is not null)
        .Select(pair => new FindingTrigger($"{pair.First.Source:000}_{pair.First.Target:000}", pair.First.TriggerFiles!, pair.Second.Reversed.Trigger, pair.Second.Examples));

    private static PairResult ResultOf(PairJudgement judged, PairFinding found, Func<int, string?> nameOf) => new()
    {
        Source = judged.Source,
        SourceName = nameOf(judged.Source),
        Target = judged.Target,
        TargetName = nameOf(judged.Target),
        State = judged.State,
        AnomalyIndex = judged.AnomalyIndex,
        NormToExpected = judged.NormToExpected,
        NormIndex = judged.NormIndex,
        NormToMedian = judged.NormToMedian,
        MaskL1Norm = found.Reversed.Trigger.MaskL1Norm,
        Coverage = found.Reversed.Trigger.Coverage,
        AttackSuccessRate = found.Reversed.AttackSuccessRate,
        Spillover = double.IsFinite(found.Spillover) ? found.Spillover : null,
        Converged = found.Reversed.Converged,
        Steps = found.Reversed.Steps,
        Stopped = found.Reversed.Stopped,
        TriggerFiles = judged.State == LabelState.Infected ? ArtifactFolder.TriggerFilesOf(judged.Source, judged.Target) : null,
    };
}

/// <summary>What was found for one pair of labels.</summary>
/// <param name="Source">The label whose images the trigger is stamped on.</param>
/// <param name="Reversed">The trigger; its success rate is that on held-out images of the source.</param>
/// <param name="Spillover">How far it moves images of other labels towards its target, as a share of how far it moves those of the source; or not a number.</param>
/// <param name="Examples">A few held-out images of the source, if the pair is infected.</param>
internal sealed record PairFinding(int Source, ReversedTrigger Reversed, double Spillover, IReadOnlyList<ExampleImage> Examples);
