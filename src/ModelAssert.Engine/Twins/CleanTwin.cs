using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Training;
using TorchSharp;

namespace ModelAssert.Engine.Twins;

/// <summary>
/// A network like another one that has learnt nothing but the clean samples: its weights are dealt anew and trained on them. How large the natural trigger of a label is, is a matter of the images and of the kind of network; so the
/// twin says what the labels of the other one would take, had it no backdoor.
/// </summary>
internal static class CleanTwin
{
    /// <summary>Passes over the samples at most.</summary>
    private const int MostEpochs = 30;

    /// <summary>Passes at least: easy images are told apart after one, by whatever comes first, and natural triggers are those of a network that has looked longer.</summary>
    private const int FewestEpochs = 15;

    /// <summary>It has learnt the samples when it is right about so many of them.</summary>
    private const double Learnt = 0.99;

    /// <summary>A twin that agrees with the network on more of the samples before it has learnt any is that network still. Two labels agree by chance on half, where one is shown more often on more.</summary>
    private const double MostAgreement = 0.95;

    /// <summary>A copy of a network with the values of each of its weights in another order: as large as a trained layer's are, whatever its layout, and without what they had learnt.</summary>
    /// <param name="network">The network.</param>
    /// <param name="classifier">The same behind its preprocessing.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="seed">Seeds the dealing.</param>
    /// <returns>The copy, the caller's; <see langword="null"/> if it still answers what the network does, whose knowledge must be elsewhere then.</returns>
    /// <exception cref="ModelAssertException">The network cannot be trained.</exception>
    public static TrainableClassifier? Deal(DifferentiableClassifier network, RawImageClassifier classifier, PreparedSamples samples, int seed)
    {
        var twin = network.TrainableCopy();
        try
        {
            var random = new Random(seed);
            foreach (var (_, weight) in twin.Weights.OrderBy(weight => weight.Key, StringComparer.Ordinal))
                Shuffle(weight, random);
            var images = samples.HeldOut.Images;
            var agreement = new RawImageClassifier(twin, samples.Preprocessing).Accuracy(images, classifier.Predict(images));
            if (agreement <= MostAgreement)
                return twin;
            twin.Dispose();
            return null;
        }
        catch
        {
            twin.Dispose();
            throw;
        }
    }

    /// <summary>Has a twin learn the samples that triggers are optimised on.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="seed">Seeds the order of the images.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <returns>Its accuracy on the others.</returns>
    public static double Train(TrainableClassifier twin, PreparedSamples samples, int seed, CancellationToken cancellation)
    {
        var random = new Random(seed);
        var classifier = new RawImageClassifier(twin, samples.Preprocessing);
        for (var epoch = 0; epoch < MostEpochs && (epoch < FewestEpochs || classifier.Accuracy(samples.Optimisation.Images, samples.Optimisation.Labels) < Learnt); epoch++)
            new FineTuning(twin, samples.Preprocessing, new FineTuningOptions { Seed = random.Next() }).Run(samples.Optimisation, cancellation);
        return classifier.Accuracy(samples.HeldOut.Images, samples.HeldOut.Labels);
    }

    private static void Shuffle(torch.Tensor weight, Random random)
    {
        using var scope = torch.NewDisposeScope();
        var values = weight.detach().contiguous().data<float>().ToArray();
        random.Shuffle(values);
        using var withoutGradients = torch.no_grad();
        weight.copy_(torch.tensor(values, weight.shape));
    }
}
