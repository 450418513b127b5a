using ModelAssert.Artifacts;
using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Html;

/// <summary>A finding that is neither a label nor a pair of labels, with what was measured and the picture of it.</summary>
internal sealed record FlaggedOther(string Id, string Title, string State, string Sentence, IReadOnlyList<Fact> Evidence, Picture? Overlay, string Caption)
{
    public static FlaggedOther Of(Finding finding, int place, ArtifactFolder folder) => new(
        $"other-{place}", TitleOf(finding), Naming.Of(finding.State), finding.Sentence, [.. finding.Numbers.Select(FactOf)],
        finding.TriggerFiles is { } files
            ? Picture.Read(folder, files.Overlay, IsFaint(finding)
                ? $"Clean samples in the first row; in the second the same samples with the {finding.Subject}; in the third the difference, enlarged."
                : $"Clean samples in the upper row; in the lower row the same samples with the trigger of the {finding.Subject} stamped on them.")
            : null,
        IsFaint(finding) ? "Clean samples; below, the same samples with the trigger; below these, the difference, enlarged" : "Clean samples above; below, the same samples stamped with the trigger");

    /// <summary>What changes all of the image a little is not seen beside it.</summary>
    private static bool IsFaint(Finding finding) => finding.Kind is FindingKind.Warp or FindingKind.WholeImage;

    private static string TitleOf(Finding finding) => finding.IsAdvisory ? $"Advisory: {finding.Subject}" : char.ToUpperInvariant(finding.Subject[0]) + finding.Subject[1..];

    private static Fact FactOf(FindingNumber number) => new(
        char.ToUpperInvariant(number.Name[0]) + number.Name[1..], number.Unit == "fraction" ? Numbers.Percent(number.Value) : $"{Numbers.Pixels(number.Value)} {number.Unit}");
}
