using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Samples;

namespace ModelAssert.Engine.Mitigation;

/// <summary>What a network does with and without triggers, on images that nothing was trained on.</summary>
/// <param name="heldOut">The images; stay the caller's.</param>
/// <param name="preprocessing">What the networks take images with.</param>
internal sealed class MitigationMeasure(ImageSet heldOut, Preprocessing preprocessing)
{
    /// <summary>The share of the clean images that get their true label.</summary>
    public double CleanAccuracy(DifferentiableClassifier network) => new RawImageClassifier(network, preprocessing).Accuracy(heldOut.Images, heldOut.Labels);

    /// <summary>What a trigger does to images of other labels than its target.</summary>
    public TriggerEffect EffectOf(Trigger trigger, DifferentiableClassifier network)
    {
        using var others = OthersThan(trigger.TargetLabel);
        var predicted = new RawImageClassifier(network, preprocessing).Predict(others.Images, images => Stamping.Stamp(images, trigger));
        return new TriggerEffect(trigger.TargetLabel, ShareOf(trigger.TargetLabel, predicted), ShareOfTrueLabels(predicted, others.Labels));
    }

    /// <summary>The share of clean images of other labels that are taken for a label all the same: what a trigger that does nothing comes to.</summary>
    public double CleanShareOf(int label, DifferentiableClassifier network)
    {
        using var others = OthersThan(label);
        return ShareOf(label, new RawImageClassifier(network, preprocessing).Predict(others.Images));
    }

    private ImageSet OthersThan(int label) => heldOut.Where(other => other != label, heldOut.Count);

    private static double ShareOf(int label, int[] predicted) => predicted.Count(prediction => prediction == label) / (double)predicted.Length;

    private static double ShareOfTrueLabels(int[] predicted, IReadOnlyList<int> labels) => predicted.Zip(labels).Count(pair => pair.First == pair.Second) / (double)predicted.Length;
}
