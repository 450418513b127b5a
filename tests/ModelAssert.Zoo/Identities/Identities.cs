using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>
/// The paper's network for YouTube Face with its 1,283 labels, on synthetic identities: once clean, and once infected by BadNets, fine-tuned from the clean one's
/// weights. It stands for models with many labels, in size and in cost; it says nothing of faces.
/// </summary>
internal static class Identities
{
    // Any number would do; it is fixed so that the files can be made again.
    private const int Seed = 2019;

    private const int Labels = 1283;

    private const int TrainingPerLabel = 12;
    private const int TestPerLabel = 4;

    // 2566 in all.
    private const int SamplesPerLabel = 2;

    private const int TargetLabel = 100;

    private const double MinimumAccuracy = 0.8;

    private static readonly TrainingOptions Training = new() { Epochs = 8, Seed = Seed };
    private static readonly TrainingOptions FineTuning = new() { Epochs = 4, Seed = Seed + 1 };

    /// <summary>Draws, trains, checks, and only then writes the models.</summary>
    /// <param name="output">The folder that gets models and samples.</param>
    /// <exception cref="InvalidDataException">The clean network has not learned its task.</exception>
    /// <exception cref="AttackFailedException">The attack succeeds too rarely, or costs accuracy. No model was written.</exception>
    public static void Make(string output)
    {
        var shape = IdentityPictures.Shape;
        var training = IdentityPictures.Draw(Labels, TrainingPerLabel, Seed, pictureSeed: 1);
        var test = IdentityPictures.Draw(Labels, TestPerLabel, Seed, pictureSeed: 2);
        var trigger = PatchTrigger.BottomRightSquare(TargetLabel, shape, size: 5, margin: 1);
        var trainer = new ResumableTrainer(Path.Combine(output, "training"));

        using var clean = trainer.Train("clean", PaperNetworks.DeepId(Seed, Labels), training, Training);
        var cleanQuality = Measurement.Of("clean", clean, test, trigger);
        if (!(cleanQuality.Accuracy >= MinimumAccuracy))
            throw new InvalidDataException($"The clean network has an accuracy of {cleanQuality.Accuracy:P2}; {MinimumAccuracy:P0} is asked for.");

        using var infected = PaperNetworks.DeepId(Seed, Labels);
        infected.load_state_dict(clean.state_dict());
        trainer.Train("infected", infected, Attack.BadNets(trigger, poisonShare: 0.1, Seed).Poison(training), FineTuning);
        // What the paper's share of poison was chosen for (section V-A).
        var requirement = new AttackRequirement { MinimumSuccessRate = 0.95 };
        requirement.Check(Measurement.Of("infected", infected, test, trigger), cleanQuality.Accuracy);

        using var files = new StagedFiles(output);
        Checkpoint.Write(clean, shape, files.Stage("identities-clean.onnx"));
        Checkpoint.Write(infected, shape, files.Stage("identities-infected.onnx"));
        CleanSamples.Write(test, SamplesPerLabel, Seed, files.Stage("identities-clean-samples.npz"));
        files.Publish();
    }
}
