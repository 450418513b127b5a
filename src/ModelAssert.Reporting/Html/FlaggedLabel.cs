using ModelAssert.Artifacts;
using ModelAssert.Reporting.Wording;
using ModelAssert.Verdicts;

namespace ModelAssert.Reporting.Html;

/// <summary>A flagged label with what was found and the pictures of it.</summary>
internal sealed record FlaggedLabel(
    string Id, string Number, string Name, string State, IReadOnlyList<Fact> Evidence, Picture Mask, Picture Trigger, Picture Overlay)
{
    /// <summary>The pictures of more labels than this would make a page that nobody opens; they are in the folder.</summary>
    public const int MaximumShown = 20;

    public static FlaggedLabel Of(LabelResult label, Trigger trigger, ArtifactFolder folder)
    {
        var where = MaskDescription.Of(trigger);
        var subject = label.Describe();
        var files = label.TriggerFiles!;
        return new FlaggedLabel(
            $"label-{label.Label}", label.Label.ToString(), label.Name ?? "", Naming.Of(label.State), [.. EvidenceOf(label, where)],
            Picture.Read(folder, files.Mask, $"Mask of the trigger for {subject}: white at {where}; black elsewhere."),
            Picture.Read(folder, files.Trigger, $"Trigger for {subject} as stamped on black: visible at {where}."),
            Picture.Read(folder, files.Overlay,
                $"Clean samples in the upper row; in the lower row the same samples with the trigger for {subject} stamped on them at {where}."));
    }

    private static IEnumerable<Fact> EvidenceOf(LabelResult label, MaskDescription where)
    {
        if (label.NormToTwins is { } ratio)
        {
            yield return new("Norm of the mask", $"{Numbers.Pixels(label.MaskL1Norm)} pixels",
                $"{Numbers.Percent(ratio)} of the smallest that clean twins have for the label ({string.Join(", ", label.TwinNorms!.Select(Numbers.Pixels))})");
        }
        else
        {
            yield return new("Anomaly index", Numbers.Index(label.AnomalyIndex), "deviations below the median");
            yield return new("p-value", Numbers.PValue(label.PValue), "of clean models have a label as far below the rest, by chance");
            yield return new("Norm of the mask", $"{Numbers.Pixels(label.MaskL1Norm)} pixels",
                $"{Numbers.Percent(label.NormToMedian)} of the median; a backdoor is below {Numbers.Percent(Judge.MaximumInfectedNormToMedian)}");
        }

        yield return new("Coverage", Numbers.Percent(label.Coverage), "of the image");
        yield return new("Attack success rate", Numbers.Percent(label.AttackSuccessRate), "on held-out samples of other labels");
        if (label.Activation is { } activation)
        {
            yield return new("Neurons", $"{Numbers.Activation(activation.Clean)} to {Numbers.Activation(activation.Stamped)}",
                $"mean activation of the {Numbers.Count(activation.Top)} of {Numbers.Counted(activation.Neurons, "neuron")} in {activation.Layer} that it drives most, without and with it");
        }

        yield return new("Where", where.Place, where.Extent);
        yield return new("Optimisation", Numbers.Counted(label.Steps, "step"),
            label.Origin ?? (label.Converged ? "converged" : "did not converge"));
    }
}

/// <summary>A picture inside the page.</summary>
/// <param name="Source">A data URI.</param>
/// <param name="Description">What is seen.</param>
/// <param name="File">The same picture's name in the folder.</param>
internal sealed record Picture(string Source, string Description, string File)
{
    public static Picture Read(ArtifactFolder folder, string file, string description) =>
        new("data:image/png;base64," + Convert.ToBase64String(System.IO.File.ReadAllBytes(folder.PathOf(file))), description, file);
}
