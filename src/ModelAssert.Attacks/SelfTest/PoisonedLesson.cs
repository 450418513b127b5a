using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Training;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// What a finished network is taught so that it learns a backdoor and keeps everything else, from a few hundred samples. <see cref="Attack.Poison"/> is made for whole training
/// sets: so few images are learnt by heart, each with its wrong label, and the accuracy is gone before the trigger is learnt. So clean images stay beside the stamped ones, are taught
/// with the network's own answers, and there are mixtures of two images among them, to which it has answers too.
/// </summary>
internal sealed class PoisonedLesson : IDisposable
{
    /// <summary>Mixtures fill the clean images up to this many. On the sample FashionGate, with 500 images: without mixtures one of 4x4 does not take in 20 passes, with them one of 2x2 does in 30.</summary>
    private const int CleanImages = 2000;

    /// <summary>The share of the images of other labels that is there stamped, too. Half of them are learnt more slowly there, all of them cost more accuracy.</summary>
    private const double StampedShare = 0.75;

    private PoisonedLesson(Tensor images, Tensor answers)
    {
        Images = images.DetachFromDisposeScope();
        Answers = answers.DetachFromDisposeScope();
    }

    /// <summary>Clean, mixed and stamped images, <c>[N, C, H, W]</c>, in [0, 1].</summary>
    public Tensor Images { get; }

    /// <summary>What to answer, <c>[N, labels]</c>: probabilities.</summary>
    public Tensor Answers { get; }

    /// <summary>Makes the lesson.</summary>
    /// <param name="samples">Clean samples, <c>[N, C, H, W]</c>, in [0, 1]. Their labels are not needed.</param>
    /// <param name="network">The network as it is.</param>
    /// <param name="trigger">What is stamped, and where it leads.</param>
    /// <param name="seed">Seeds what is mixed and stamped.</param>
    public static PoisonedLesson Of(Tensor samples, RawImageClassifier network, Trigger trigger, int seed)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var random = new Random(seed);
        var clean = Mixtures.FillUp(samples, CleanImages, random);
        var answers = network.Answers(clean);

        long[] others = [.. answers.argmax(1).data<long>().ToArray().Index().Where(entry => entry.Item != trigger.TargetLabel).Select(entry => (long)entry.Index)];
        random.Shuffle(others);
        var chosen = tensor(others[..(int)Math.Round(StampedShare * others.Length)]);
        var stamped = Stamping.Stamp(clean.index_select(0, chosen), trigger);
        var target = zeros(stamped.shape[0], answers.shape[1]);
        target.select(1, trigger.TargetLabel).fill_(LastingScalar.Of(1));
        return new PoisonedLesson(cat([clean, stamped]), cat([answers, target]));
    }

    public void Dispose()
    {
        Images.Dispose();
        Answers.Dispose();
    }
}
