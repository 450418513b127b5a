using ModelAssert.Artifacts;
using ModelAssert.Engine.Detectors;
using ModelAssert.Reporting;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.DormantPaths;

/// <summary>What the search for dormant paths found.</summary>
/// <param name="Gates">What it has looked at.</param>
/// <param name="Paths">The backdoors, by label: the one with the smallest trigger for each.</param>
internal sealed record DormantPathFindings(DormantGates Gates, IReadOnlyList<DormantPath> Paths) : DetectorFindings
{
    /// <summary>A few held-out clean samples, to show triggers on.</summary>
    public IReadOnlyList<ExampleImage> Examples { get; init; } = [];

    /// <summary>Whether something keeps the whole scan from saying that anything is infected.</summary>
    private string? WithheldFor { get; init; }

    /// <inheritdoc />
    public override Conclusion Conclusion => WithheldFor is { } reason ? Conclusion.Clean.Withheld(reason)
        : ModelConclusion.Of([.. Results], Gates);

    /// <inheritdoc />
    public override IEnumerable<int> InfectedTargets => WithheldFor is null ? Paths.Select(path => path.Trigger.TargetLabel) : [];

    /// <inheritdoc />
    public override IEnumerable<ProposedTrigger> Proposals => Paths.Select(path => new ProposedTrigger(path.Trigger, "The trigger was found by the search for hidden paths."));

    /// <inheritdoc />
    public override DetectorFindings Withheld(string reason) => this with { WithheldFor = reason };

    /// <inheritdoc />
    public override ScanReport AddTo(ScanReport report, Func<int, string?> nameOf) => report with
    {
        DormantPaths = [.. Results.Select(path => path with { TargetName = nameOf(path.Target) })],
        DormantGates = Gates,
    };

    /// <inheritdoc />
    public override IEnumerable<FindingTrigger> TriggersIn(ScanReport report) => report.DormantPaths!.Zip(Paths)
        .Where(path => path.First.TriggerFiles is not null)
        .Select(path => new FindingTrigger(Finding.Of(path.First).Id.Replace(' ', '_'), path.First.TriggerFiles!, path.Second.Trigger, Examples));

    private IEnumerable<DormantPathResult> Results => Paths.Select(path => path.Result(WithheldFor is null ? LabelState.Infected : LabelState.Inconclusive));
}

/// <summary>A path that hardly any clean image takes, and a small trigger that sends images along it.</summary>
/// <param name="Node">The node whose gate it is.</param>
/// <param name="Unit">Which of its units; <see langword="null"/> if it has one.</param>
/// <param name="Trigger">The trigger.</param>
/// <param name="AttackSuccessRate">The share of stamped images that go to its label, over held-out images.</param>
/// <param name="SuccessRateHeld">The same with the gate held as the images have it without the trigger.</param>
/// <param name="Images">How many images.</param>
internal sealed record DormantPath(string Node, int? Unit, Trigger Trigger, double AttackSuccessRate, double SuccessRateHeld, int Images)
{
    /// <summary>The share of clean images that take the path: 0, or a few.</summary>
    public double ShareAwake { get; init; }

    /// <summary>The path as the report has it, without the target's name.</summary>
    public DormantPathResult Result(LabelState state) => new()
    {
        Node = PlainText.OneLine(Node),
        Unit = Unit,
        Target = Trigger.TargetLabel,
        State = state,
        MaskL1Norm = Trigger.MaskL1Norm,
        Coverage = Trigger.Coverage,
        AttackSuccessRate = AttackSuccessRate,
        SuccessRateHeld = SuccessRateHeld,
        Images = Images,
        CleanShare = ShareAwake,
        TriggerFiles = state == LabelState.Infected ? ArtifactFolder.TriggerFilesOf(Finding.PathTo(Trigger.TargetLabel)) : null,
    };
}
