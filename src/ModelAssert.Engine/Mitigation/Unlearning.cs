using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Training;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// Has a network unlearn its backdoors: it is trained further on clean images, some of them with a reversed trigger and with the label that they had before (Wang et al. 2019,
/// section VI-C).
/// </summary>
/// <remarks>
/// The paper takes one epoch of a tenth of the training set; users have fewer samples, so that one epoch is too few steps. On the FashionGate sample, 500 images and 16 steps left
/// even the original trigger, where that was the one to unlearn, a success of 29 %; 112 steps with newly stamped images in each epoch left 1 %.
/// </remarks>
internal static class Unlearning
{
    /// <summary>The share of the images that are stamped (section VI-C: 20 % of the sample).</summary>
    public const double StampedShare = 0.2;

    /// <summary>The steps to take at least, which is about one epoch on a tenth of GTSRB's training set in batches of 32.</summary>
    private const int FewestSteps = 100;

    /// <summary>Trains a network with reversed triggers.</summary>
    /// <param name="network">The network; its weights are changed.</param>
    /// <param name="inputRange">The range of pixels that it takes.</param>
    /// <param name="images">Clean images that nothing is measured on; stay the caller's.</param>
    /// <param name="triggers">The triggers to unlearn. None of them is the paper's baseline of clean images only.</param>
    /// <param name="options">How it is trained. Its epochs are taken as often as the images are too few.</param>
    /// <param name="afterPass">Called each time that all images were taken.</param>
    /// <param name="cancellation">Ends the training before the next step.</param>
    public static void Run(
        TrainableClassifier network, PixelRange inputRange, ImageSet images, IReadOnlyList<Trigger> triggers, FineTuningOptions options, Action? afterPass = null,
        CancellationToken cancellation = default)
    {
        var times = Math.Max(1, (int)Math.Ceiling((double)FewestSteps * options.BatchSize / images.Count));
        for (var i = 0; i < times; i++)
        {
            var seed = unchecked(options.Seed + i);
            // Other images are stamped each time.
            using var lesson = LessonOf(images, triggers, seed);
            new FineTuning(network, inputRange, options with { Seed = seed }).Run(lesson, cancellation);
            afterPass?.Invoke();
        }
    }

    /// <summary>
    /// The images to train on. The stamped ones are spread evenly over the triggers. An image that has a trigger's target label is not stamped with it: its label would teach the
    /// network to obey.
    /// </summary>
    /// <param name="images">Clean images; stay the caller's.</param>
    /// <param name="triggers">The triggers.</param>
    /// <param name="seed">Seeds the choice.</param>
    /// <returns>A copy with the same labels in the same order, which the caller disposes of.</returns>
    internal static ImageSet LessonOf(ImageSet images, IReadOnlyList<Trigger> triggers, int seed)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var lesson = images.Images.clone();
        foreach (var (trigger, chosen) in triggers.Zip(Choose(images.Labels, triggers, seed)))
        {
            if (chosen.Count == 0)
                continue;
            var places = torch.tensor(chosen.ToArray());
            lesson.index_copy_(0, places, Stamping.Stamp(images.Images.index_select(0, places), trigger));
        }

        return new ImageSet(lesson.DetachFromDisposeScope(), images.Labels);
    }

    private static List<long>[] Choose(IReadOnlyList<int> labels, IReadOnlyList<Trigger> triggers, int seed)
    {
        List<long>[] chosen = [.. triggers.Select(_ => new List<long>())];
        if (triggers.Count == 0)
            return chosen;

        var order = Enumerable.Range(0, labels.Count).ToArray();
        new Random(seed).Shuffle(order);
        var left = order.ToList();
        var stamped = (int)Math.Round(StampedShare * labels.Count);
        for (var i = 0; i < stamped; i++)
        {
            var at = i % triggers.Count;
            var place = left.FindIndex(image => labels[image] != triggers[at].TargetLabel);
            if (place < 0)
                continue;
            chosen[at].Add(left[place]);
            left.RemoveAt(place);
        }

        return chosen;
    }
}
