using System.Globalization;
using ModelAssert.Artifacts;
using ModelAssert.Engine.Detectors;
using ModelAssert.Reporting;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.AllToAll;

/// <summary>What the search for a trigger that gives every label another came to.</summary>
/// <param name="Tried">What each start came to; none if there was no time.</param>
/// <param name="LabelCount">How many labels the network has.</param>
internal sealed record AllToAllFindings(IReadOnlyList<UntargetedTrigger> Tried, int LabelCount) : DetectorFindings
{
    private const string Id = "all labels";

    /// <summary>A few held-out clean samples, to show the trigger on.</summary>
    public IReadOnlyList<ExampleImage> Examples { get; init; } = [];

    /// <summary>The median size of the triggers of labels, in pixels; <see langword="null"/> where it is not known.</summary>
    public double? MedianOfLabels { get; init; }

    /// <summary>Of the triggers that are a backdoor's the most reliable one, or <see langword="null"/>.</summary>
    public UntargetedTrigger? Found => Tried.Where(tried => tried.IsBackdoor(LabelCount, MedianOfLabels)).MaxBy(tried => (tried.Mapping.SuccessRate, -tried.Trigger.MaskL1Norm));

    /// <summary>Why nothing may be said.</summary>
    private string? WithheldFor { get; init; }

    /// <summary>What was found, if it may be said.</summary>
    private UntargetedTrigger? Told => WithheldFor is null ? Found : null;

    /// <inheritdoc />
    public override Conclusion Conclusion => WithheldFor is { } reason ? Conclusion.Clean.Withheld(reason)
        : Found is { } found ? new Conclusion(Verdict.Infected, [SentenceOn(found)])
        : Tried.Count == 0 ? new Conclusion(Verdict.Inconclusive, ["The time limit ran out before a trigger was looked for that gives every label another."])
        : Tried.Any(tried => tried.Works) ? Conclusion.Clean
        : new Conclusion(Verdict.Inconclusive, ["No trigger was found under which the network answers anything else than it does, so nothing is known of where its labels would go."]);

    /// <inheritdoc />
    public override IEnumerable<int> InfectedTargets => Told?.Mapping.Targets.Values.Distinct() ?? [];

    /// <inheritdoc />
    public override DetectorFindings Withheld(string reason) => this with { WithheldFor = reason };

    /// <inheritdoc />
    public override IReadOnlyList<Finding> FindingsFor(Func<int, string?> nameOf) => Told is not { } found ? [] :
    [
        new Finding
        {
            Id = Id,
            Kind = FindingKind.AllToAll,
            Subject = "trigger for all labels",
            State = LabelState.Infected,
            Sentence = SentenceOn(found),
            Numbers =
            [
                new("attack success rate", found.Mapping.SuccessRate, "fraction"), new("mask L1 norm", found.Trigger.MaskL1Norm, "pixels"),
                new("labels with another to go to", found.Mapping.Targets.Count, "labels"), new("different ones among these", found.Mapping.DistinctTargets, "labels"),
            ],
            TriggerFiles = ArtifactFolder.TriggerFilesOf(Id),
        },
    ];

    /// <inheritdoc />
    public override IEnumerable<FindingTrigger> TriggersIn(ScanReport report) => Told is not { } found ? []
        : [new FindingTrigger(Id.Replace(' ', '_'), ArtifactFolder.TriggerFilesOf(Id), found.Trigger, Examples)];

    private string SentenceOn(UntargetedTrigger found)
    {
        var (trigger, mapping) = (found.Trigger, found.Mapping);
        var ofMedian = MedianOfLabels is { } median ? $", {Evidence.Percent(trigger.MaskL1Norm / median)} of the median of the labels' triggers" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"A trigger of {trigger.MaskL1Norm:0.#} pixels ({Evidence.Percent(trigger.Coverage)} of the image{ofMedian}) makes the network answer labels with others ({mapping.Describe()}): {mapping.Targets.Count} of {mapping.Labels} labels with {mapping.DistinctTargets} different ones, and {Evidence.Percent(mapping.SuccessRate)} of {mapping.Images} held-out images as others of their label. {(found.HasOwnTargets ? "What all images are close to by nature is one label or a few." : "By nature no label is left by so small a trigger.")}");
    }
}

/// <summary>A trigger that makes images leave their labels.</summary>
/// <param name="Trigger">The trigger; its target label means nothing.</param>
/// <param name="Works">Whether it does, on the images that it was reversed on.</param>
/// <param name="Mapping">Where they go.</param>
internal sealed record UntargetedTrigger(Trigger Trigger, bool Works, LabelMapping Mapping)
{
    /// <summary>Fewer different targets have clean networks, too: what is close to everything, and where images of that go themselves.</summary>
    private const int FewestTargets = 4;

    /// <summary>Fewer labels cannot have that many different ones to go to.</summary>
    public const int FewestLabels = FewestTargets;

    /// <summary>Different targets, as a share of the labels: clean networks were measured at 0.1 to 0.5, infected ones at 0.8 to 1.</summary>
    private const double LeastShare = 0.7;

    /// <summary>The more labels there are, the easier it is to leave one: a clean network of forty faces is left by a trigger of 0.08 of the median. So beyond ten labels size says nothing.</summary>
    private const int MostLabelsForSize = 10;

    /// <summary>Whether labels go to others each of its own.</summary>
    public bool HasOwnTargets => Mapping.DistinctTargets >= Math.Max(FewestTargets, LeastShare * Mapping.Labels);

    /// <summary>
    /// Whether more images than not go where their label does (of a network that is right about 70 of 100 images hardly more can), and that is no natural thing: labels have targets of their own; or several, and the trigger
    /// is as small as a label's only is where it is infected. One target is a label's own affair.
    /// </summary>
    /// <param name="labelCount">How many labels the network has.</param>
    /// <param name="medianNorm">The median size of the triggers of labels, in pixels, or <see langword="null"/>.</param>
    public bool IsBackdoor(int labelCount, double? medianNorm) => Mapping.SuccessRate > 0.5
        && (HasOwnTargets || (labelCount <= MostLabelsForSize && Mapping.DistinctTargets > 1 && Trigger.MaskL1Norm < Judge.UnmistakableNormToMedian * medianNorm));
}
