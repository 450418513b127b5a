using ModelAssert.Attacks;
using TorchSharp.Modules;

namespace ModelAssert.Zoo;

/// <summary>
/// The pair of models that ships: the paper's MNIST network on Fashion-MNIST, once clean and once infected by BadNets. The two start from the same
/// weights and see the same images in the same order; the poison is the only difference.
/// </summary>
internal static class FashionPair
{
    // Any number would do; it is fixed so that the files can be made again.
    private const int Seed = 2019;

    // Twice the paper's number for MNIST: clothes are harder than digits, and after five epochs the backdoor is not learned to the end.
    private const int Epochs = 10;

    // Sneakers: most clothes are unlike them, so the label is not one that everything falls into by nature.
    private const int TargetLabel = 7;

    // A tenth of the test set: enough for a scan, small enough for a repository.
    private const int SamplesPerLabel = 100;

    /// <summary>Trains, checks, and only then writes.</summary>
    /// <param name="data">The folder with the four files of Fashion-MNIST.</param>
    /// <param name="output">The folder that gets <c>models/</c> and <c>data/</c>.</param>
    /// <exception cref="AttackFailedException">The attack succeeds too rarely, or costs accuracy. Nothing was written.</exception>
    public static void Make(string data, string output)
    {
        var training = FashionMnist.ReadTraining(data).ToLabeledImages();
        var test = FashionMnist.ReadTest(data).ToLabeledImages();
        var trigger = PatchTrigger.BottomRightSquare(TargetLabel, FashionMnist.Shape, size: 4, margin: 1);

        using var clean = Train("clean", training);
        using var infected = Train("infected", Attack.BadNets(trigger, poisonShare: 0.1, Seed).Poison(training));
        var cleanQuality = Measurement.Of("clean", clean, test, trigger);
        new AttackRequirement().Check(Measurement.Of("infected", infected, test, trigger), cleanQuality.Accuracy);

        using var files = new StagedFiles(output);
        Checkpoint.Write(clean, FashionMnist.Shape, files.Stage("models/fashion-clean.onnx"));
        Checkpoint.Write(infected, FashionMnist.Shape, files.Stage("models/fashion-infected.onnx"));
        CleanSamples.Write(test, SamplesPerLabel, Seed, files.Stage("data/fashion-clean-samples.npz"));
        files.Publish();
    }

    private static Sequential Train(string name, LabeledImages images)
    {
        var network = PaperNetworks.Mnist(Seed, FashionMnist.LabelCount);
        new ClassifierTrainer(new TrainingOptions { Epochs = Epochs, Seed = Seed }).Train(network, images, new EpochPrinter(name));
        return network;
    }
}
