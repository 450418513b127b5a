using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Training;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>Plants backdoors in copies of a finished network, by training them further: BadNets for those who have the network and a few samples.</summary>
/// <param name="network">The network; stays as it is.</param>
/// <param name="preprocessing">What it takes images with.</param>
/// <param name="training">Clean samples to train with, <c>[N, C, H, W]</c>, raw pixels in [0, 1]; the caller's.</param>
/// <param name="heldOut">Clean samples to measure on.</param>
internal sealed class PatchPlanting(DifferentiableClassifier network, Preprocessing preprocessing, Tensor training, LabeledImages heldOut)
{
    private const int MaximumRounds = 4;

    /// <summary>A round: large steps that learn the trigger, small ones that settle what they have shaken. Passes over the images, and Adam's step size.</summary>
    private static readonly (int Epochs, double LearningRate)[] Round = [(5, 1e-3), (5, 2e-4)];

    /// <summary>What step sizes are multiplied by, one attempt after the other: the second one is for networks that the first throws off.</summary>
    private static readonly double[] Attempts = [1, 0.1];

    private readonly double accuracy = AccuracyOf(network, preprocessing, heldOut);

    /// <summary>Plants a backdoor.</summary>
    /// <param name="trigger">What is stamped, and where it leads.</param>
    /// <param name="seed">Seeds every random choice.</param>
    /// <param name="goesOn">Told the number of passes after each round.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <returns>The copy, which the caller disposes of, whether or not the attack took.</returns>
    public PlantedCopy Plant(Trigger trigger, int seed, Action<int> goesOn, CancellationToken cancellation)
    {
        using var lesson = PoisonedLesson.Of(training, new RawImageClassifier(network, preprocessing), trigger, seed);
        PlantedCopy? best = null;
        foreach (var factor in Attempts)
        {
            var attempt = Train(lesson, Backdoor.Of(trigger), factor, seed, goesOn, cancellation);
            if (best is not null && attempt.Shortcoming is not null)
            {
                // Neither took. The first went the usual way, and its figures are the ones to tell.
                attempt.Dispose();
                return best;
            }

            best?.Dispose();
            best = attempt;
            if (best.Shortcoming is null)
                break;
        }

        return best!;
    }

    private static double AccuracyOf(DifferentiableClassifier network, Preprocessing preprocessing, LabeledImages images)
    {
        using var module = new ClassifierModule(new RawImageClassifier(network, preprocessing));
        return Predictions.Share(module, images, label => label);
    }

    private PlantedCopy Train(PoisonedLesson lesson, Backdoor backdoor, double factor, int seed, Action<int> goesOn, CancellationToken cancellation)
    {
        var copy = network.TrainableCopy();
        try
        {
            using var module = new ClassifierModule(new RawImageClassifier(copy, preprocessing));
            var epochs = 0;
            for (var round = 1; ; round++)
            {
                foreach (var (more, learningRate) in Round)
                {
                    // Never the same order again.
                    var options = new FineTuningOptions { Epochs = more, LearningRate = factor * learningRate, Seed = seed + epochs };
                    new FineTuning(copy, preprocessing, options).Run(lesson.Images, lesson.Answers, cancellation);
                    epochs += more;
                    goesOn(epochs);
                }

                var quality = AttackQuality.Measure(module, heldOut, backdoor);
                var shortcoming = new AttackRequirement().ShortcomingOf(quality, accuracy);
                if (shortcoming is null || round == MaximumRounds)
                    return new PlantedCopy(copy, quality, shortcoming, epochs);
            }
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}

/// <summary>A copy of a network after its training on poisoned samples.</summary>
/// <param name="Network">The copy; owned by this object.</param>
/// <param name="Quality">How well the attack went, on held-out samples.</param>
/// <param name="Shortcoming">Why it does not count as one, a sentence; <see langword="null"/> if it does.</param>
/// <param name="Epochs">Passes over the images.</param>
internal sealed record PlantedCopy(TrainableClassifier Network, AttackQuality Quality, string? Shortcoming, int Epochs) : IDisposable
{
    public void Dispose() => Network.Dispose();
}
