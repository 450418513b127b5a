using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Training;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// What a network is taught while it unlearns: clean images, with answers that keep what it knew. Few samples with their labels alone are learnt by heart, and cost accuracy; so half of each answer is the one that
/// the network gave before, and where there are fewer than 500, mixtures of two are among them, with its own answers.
/// </summary>
internal sealed class UnlearningLesson : IDisposable
{
    /// <summary>The share of the images that are stamped (Wang et al. 2019, section VI-C: 20 % of the sample).</summary>
    public const double StampedShare = 0.2;

    /// <summary>Mixtures fill the images up to this many.</summary>
    private const int FewestImages = 500;

    /// <summary>How much of the answers is the network's own. On the tuning split's faces and CIFAR-10, true labels alone cost 40 to 53 and 3 points of accuracy; with half of each, 2.5 and none.</summary>
    private const float OwnShare = 0.5f;

    private UnlearningLesson(torch.Tensor images, torch.Tensor answers, int[] labels)
    {
        Images = images.DetachFromDisposeScope();
        Answers = answers.DetachFromDisposeScope();
        Labels = labels;
    }

    /// <summary>Clean images, and mixtures of them: raw pixels <c>[N, C, H, W]</c>, in [0, 1].</summary>
    public torch.Tensor Images { get; }

    /// <summary>What to answer to each image, stamped or not: probabilities <c>[N, labels]</c>.</summary>
    public torch.Tensor Answers { get; }

    /// <summary>The label that the images have without a trigger; of mixtures the one that the network gave.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Makes the lesson.</summary>
    /// <param name="original">The network as it came; stays as it is.</param>
    /// <param name="preprocessing">What it takes images with.</param>
    /// <param name="samples">Clean images that nothing is measured on; stay the caller's.</param>
    /// <param name="seed">Seeds what is mixed.</param>
    /// <returns>The lesson, which the caller disposes of.</returns>
    public static UnlearningLesson Of(DifferentiableClassifier original, Preprocessing preprocessing, ImageSet samples, int seed)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var images = Mixtures.FillUp(samples.Images, FewestImages, new Random(seed));
        var own = new RawImageClassifier(original, preprocessing).Answers(images);
        int[] labels = [.. samples.Labels, .. own.argmax(1).data<long>().ToArray().Skip(samples.Count).Select(label => (int)label)];
        var truth = torch.nn.functional.one_hot(torch.tensor(samples.Labels.Select(label => (long)label).ToArray()), own.shape[1]).to(torch.float32);
        var ofSamples = own.narrow(0, 0, samples.Count);
        ofSamples.copy_((ofSamples * LastingScalar.Of(OwnShare)).Plus(truth * LastingScalar.Of(1 - OwnShare)));
        return new UnlearningLesson(images.clone(), own, labels);
    }

    /// <summary>The images, some of them stamped, others for every seed.</summary>
    /// <param name="triggers">The triggers.</param>
    /// <param name="seed">Seeds the choice.</param>
    /// <returns>A copy in the same order, which the caller disposes of.</returns>
    public torch.Tensor Stamped(IReadOnlyList<Trigger> triggers, int seed) => Stamp(Images, Labels, triggers, seed);

    /// <summary>
    /// Stamps a share of images, spread evenly over the triggers. An image that has a trigger's target label is not stamped with it: its label would teach the network to obey.
    /// </summary>
    /// <param name="images">Clean images <c>[N, C, H, W]</c>; stay as they are.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="triggers">The triggers.</param>
    /// <param name="seed">Seeds the choice.</param>
    /// <returns>A copy in the same order, which the caller disposes of.</returns>
    public static torch.Tensor Stamp(torch.Tensor images, IReadOnlyList<int> labels, IReadOnlyList<Trigger> triggers, int seed)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var stamped = images.clone();
        foreach (var (trigger, chosen) in triggers.Zip(Choose(labels, triggers, seed)))
        {
            if (chosen.Count == 0)
                continue;
            var places = torch.tensor(chosen.ToArray());
            stamped.index_copy_(0, places, Stamping.Stamp(images.index_select(0, places), trigger));
        }

        return stamped.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        Images.Dispose();
        Answers.Dispose();
    }

    private static List<long>[] Choose(IReadOnlyList<int> labels, IReadOnlyList<Trigger> triggers, int seed)
    {
        List<long>[] chosen = [.. triggers.Select(_ => new List<long>())];
        if (triggers.Count == 0)
            return chosen;

        var random = new Random(seed);
        var order = Enumerable.Range(0, labels.Count).ToArray();
        random.Shuffle(order);
        var left = order.ToList();
        // With more triggers than images, others are taken each time.
        var turns = Enumerable.Range(0, triggers.Count).ToArray();
        random.Shuffle(turns);
        var stamped = (int)Math.Round(StampedShare * labels.Count);
        for (var i = 0; i < stamped; i++)
        {
            var at = turns[i % turns.Length];
            var place = left.FindIndex(image => labels[image] != triggers[at].TargetLabel);
            if (place < 0)
                continue;
            chosen[at].Add(left[place]);
            left.RemoveAt(place);
        }

        return chosen;
    }
}
