using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Inversion;

/// <summary>How far the trigger of a pair of labels moves images of other labels towards its target. Safe to use from several threads at once.</summary>
internal sealed class SpilloverMeasure : IDisposable
{
    /// <summary>As many images measure a trigger, in equal parts of all labels: forward passes for each pair of labels must stay few.</summary>
    private const int MostImages = 250;

    /// <summary>A median of fewer is luck.</summary>
    private const int FewestOfLabel = 4;

    private readonly RawImageClassifier classifier;
    private readonly ImageSet images;
    private readonly float[][] clean;

    /// <summary>Draws the images, and classifies them as they are.</summary>
    /// <param name="classifier">The network behind its preprocessing.</param>
    /// <param name="labels">The labels whose images are looked at.</param>
    /// <param name="heldOut">Images that no trigger was optimised on; stay the caller's.</param>
    public SpilloverMeasure(RawImageClassifier classifier, IReadOnlyList<int> labels, ImageSet heldOut)
    {
        this.classifier = classifier;
        images = heldOut.FirstOfEach(labels, Math.Max(FewestOfLabel, MostImages / labels.Count));
        clean = classifier.LogitsOfAll(images.Images);
    }

    /// <summary>The median shift of the label that is moved most, source and target aside, over that of the source.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="source">The label that it was optimised on.</param>
    /// <returns>The share, or not a number where the source itself is not moved.</returns>
    public double Of(Trigger trigger, int source)
    {
        var target = trigger.TargetLabel;
        var stamped = classifier.LogitsOfAll(images.Images, batch => Stamping.Stamp(batch, trigger));
        var shifts = images.Labels.Index().Where(image => image.Item != target)
            .GroupBy(image => image.Item, image => Margin(stamped[image.Index], target) - Margin(clean[image.Index], target))
            .ToDictionary(label => label.Key, label => MedianAbsoluteDeviation.Of([.. label]).Median);
        return shifts.Remove(source, out var own) && own > 0 && shifts.Count > 0 ? shifts.Values.Max() / own : double.NaN;
    }

    public void Dispose() => images.Dispose();

    /// <summary>How far the target is above the label that competes with it; negative where it loses.</summary>
    private static double Margin(float[] logits, int target) => logits[target] - logits.Where((_, label) => label != target).Max();
}
