using System.Globalization;
using ModelAssert.Artifacts;
using ModelAssert.Engine.Detectors;
using ModelAssert.Reporting;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.WholeImages;

/// <summary>What the search for one kind of change of the whole image came to.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Measured">What was measured; <see langword="null"/> if there was no time.</param>
internal sealed record WholeImageFindings(WholeImageQuestion Question, MeasuredChange? Measured) : DetectorFindings
{
    /// <summary>Whether no image left its label, whatever was tried.</summary>
    public bool NothingLeft { get; init; }

    /// <summary>Why nothing may be said.</summary>
    private string? WithheldFor { get; init; }

    /// <summary>Whether it sends images to one label.</summary>
    public bool IsFound => Measured is { } measured && measured.PointsTo(Question.LargestShare) && measured.SuccessRate > 0.5;

    /// <summary>Whether it sends images to several.</summary>
    public bool IsFoundForSeveral => Measured is { PointsToSeveral: true };

    private bool IsTold => WithheldFor is null && (IsFound || IsFoundForSeveral);

    /// <inheritdoc />
    public override Conclusion Conclusion => this switch
    {
        { WithheldFor: { } reason } => Conclusion.Clean.Withheld(reason),
        { IsFound: true } or { IsFoundForSeveral: true } => new Conclusion(Verdict.Infected, [SentenceOn(Measured!, label => $"label {label}")]),
        { NothingLeft: true } => Undecided($"No {Question.Noun} of the whole image was found by which any image leaves its label, so nothing is known of what such changes do."),
        { Measured: null } => Undecided($"The time limit ran out before a {Question.Noun} of the whole image was looked for to the end."),
        { Measured: var measured } when measured.PointsTo(Question.LargestShare) || !(measured.AwayWorks || measured.IsTakenToItsEnd(Question.LargestShare)) =>
            Undecided($"The search for a {Question.Noun} of the whole image ended before it was known whether a small one leads to label {measured.Label}."),
        _ => Conclusion.Clean,
    };

    /// <inheritdoc />
    public override IEnumerable<int> InfectedTargets => !IsTold ? [] : IsFound ? [Measured!.Label] : Measured!.Mapping.Targets.Values.Distinct();

    /// <summary>What programs call it.</summary>
    private string Id => IsFound ? FormattableString.Invariant($"{Question.Noun} to label {Measured!.Label}") : $"{Question.Noun} to other labels";

    /// <inheritdoc />
    public override DetectorFindings Withheld(string reason) => this with { WithheldFor = reason };

    /// <inheritdoc />
    public override IReadOnlyList<Finding> FindingsFor(Func<int, string?> nameOf)
    {
        if (!IsTold)
            return [];
        var found = Measured!;
        return
        [
            new Finding
            {
                Id = Id,
                Kind = Question.Finding,
                Subject = IsFound ? $"{Question.Noun} to {NameOf(found.Label)}" : Id,
                Target = IsFound ? found.Label : null,
                State = LabelState.Infected,
                Sentence = SentenceOn(found, NameOf),
                Numbers =
                [
                    new("attack success rate", IsFound ? found.SuccessRate : found.Mapping.SuccessRate, "fraction"),
                    new("size", (IsFound ? found.TowardsSize : found.AwaySize) * Question.PerUnit, Question.Unit),
                    new("size for other labels", found.Usual * Question.PerUnit, Question.Unit),
                ],
                TriggerFiles = ArtifactFolder.TriggerFilesOf(Id),
            },
        ];

        string NameOf(int label) => LabelResult.Describe(label, nameOf(label));
    }

    /// <inheritdoc />
    public override IEnumerable<FindingTrigger> TriggersIn(ScanReport report) => !IsTold ? []
        : [new FindingTrigger(Id.Replace(' ', '_'), ArtifactFolder.TriggerFilesOf(Id), IsFound ? Measured!.Towards : Measured!.Away, Measured!.Examples)];

    private static Conclusion Undecided(string reason) => new(Verdict.Inconclusive, [reason]);

    private string SentenceOn(MeasuredChange found, Func<int, string> nameOf)
    {
        var others = $"to others ({string.Join(", ", found.References)}) it takes at least {Question.Describe(found.ReferenceSizes.Min())}, mostly {Question.Describe(found.Usual)}";
        if (IsFound)
        {
            return $"A {Question.Noun} of {Question.Describe(found.TowardsSize)} sends {Evidence.Percent(found.SuccessRate)} of {found.Images} held-out images of other labels to {nameOf(found.Label)}; {others}."
                + (found.IsControl ? "" : $" The smallest by which images leave their labels at all is of {Question.Describe(found.AwaySize)}, and {Evidence.Percent(found.ShareOfLabel)} of them go to this one.");
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"A {Question.Noun} of {Question.Describe(found.AwaySize)} makes the network answer labels with others ({found.Mapping.Describe()}): {Evidence.Percent(found.Mapping.SuccessRate)} of {found.Mapping.Images} held-out images as others of their label. To send all images to one label ({string.Join(", ", found.References)}) it takes {Question.Describe(found.Usual)}.");
    }
}
