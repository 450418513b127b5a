using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Training;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// Has a network unlearn its backdoors: it is trained further on clean images, some of them with a reversed trigger and with the label that they had before (Wang et al. 2019,
/// section VI-C).
/// </summary>
/// <remarks>
/// The paper takes one epoch of a tenth of the training set, and reverses triggers once. Users have fewer samples, so here there are several passes, each with other images stamped, and after each an adversary
/// attacks what has become of the network and adds what it finds to what is unlearned next.
/// </remarks>
internal static class Unlearning
{
    /// <summary>With 500 images, 208 steps; four epochs on a tenth of GTSRB's training set come to about as many.</summary>
    public const int Passes = 13;

    /// <summary>Trains a network with reversed triggers.</summary>
    /// <param name="network">The network; its weights are changed.</param>
    /// <param name="preprocessing">What it takes images with.</param>
    /// <param name="lesson">What it is taught.</param>
    /// <param name="triggers">The triggers to unlearn. None of them is the paper's baseline of clean images only.</param>
    /// <param name="learningRate">The step size of Adam.</param>
    /// <param name="seed">Seeds what is stamped, and the order of the images; each pass takes the next.</param>
    /// <param name="attack">Finds further triggers in the network as it is after a pass; <see langword="null"/> for none.</param>
    /// <param name="afterPass">Called after each pass.</param>
    /// <param name="cancellation">Ends the training before the next step.</param>
    public static void Run(
        TrainableClassifier network, Preprocessing preprocessing, UnlearningLesson lesson, IReadOnlyList<Trigger> triggers, double learningRate, int seed,
        Func<IReadOnlyList<Trigger>>? attack = null, Action? afterPass = null, CancellationToken cancellation = default)
    {
        List<Trigger> known = [.. triggers];
        for (var pass = 0; pass < Passes; pass++)
        {
            if (pass > 0 && attack is not null)
                known.AddRange(attack());
            var options = new FineTuningOptions { LearningRate = learningRate, Seed = unchecked(seed + pass) };
            using var images = lesson.Stamped(known, options.Seed);
            new FineTuning(network, preprocessing, options).Run(images, lesson.Answers, cancellation);
            afterPass?.Invoke();
        }
    }
}
