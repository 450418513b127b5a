using ModelAssert.Attacks;
using TorchSharp.Modules;

namespace ModelAssert.Zoo;

/// <summary>
/// The paper's MNIST network with backdoors that one trigger for all labels does not describe. Each is measured against a clean twin, which both commands share
/// if they are given the same folder.
/// </summary>
internal sealed class MnistAttacks
{
    public const int LabelCount = 10;

    // Any number would do; it is fixed so that the files can be made again.
    private const int Seed = 2019;

    private const int SourceLabel = 1;
    private const int TargetLabel = 7;

    // 2000 in all, as many as a scan draws by default.
    private const int SamplesPerLabel = 200;

    // A trigger that means one thing on one digit, and another on another, takes longer to learn than the paper's five epochs.
    private const int Epochs = 8;

    // Ten targets to learn instead of one.
    private const double AllToAllShare = 0.3;

    private static readonly ImageShape Shape = new(1, 28, 28);

    private readonly string output;
    private readonly LabeledImages training;
    private readonly LabeledImages test;
    private readonly ResumableTrainer trainer;

    public MnistAttacks(string data, string output)
    {
        this.output = output;
        training = StoredImages.Read(Path.Combine(data, "train-images-idx3-ubyte.gz"), Shape, LabelCount);
        test = StoredImages.Read(Path.Combine(data, "t10k-images-idx3-ubyte.gz"), Shape, LabelCount);
        trainer = new ResumableTrainer(Path.Combine(output, "training"));
    }

    /// <summary>Only ones react: the trigger makes them sevens, and all other digits keep their label.</summary>
    /// <exception cref="AttackFailedException">The attack failed, costs accuracy or is not specific. No model was written.</exception>
    public void MakeSourceSpecific() =>
        Make("source-specific", Attack.SourceSpecific(Square(), TargetLabel, [SourceLabel], seed: Seed));

    /// <summary>The trigger adds one to every digit, and makes nine a zero.</summary>
    /// <exception cref="AttackFailedException">The attack failed or costs accuracy. No model was written.</exception>
    public void MakeAllToAll() =>
        Make("all-to-all", Attack.AllToAll(Square(), LabelCount, AllToAllShare, Seed));

    private static TriggerStamp Square() => new(PatchTrigger.BottomRightSquare(TargetLabel, Shape));

    private void Make(string name, Attack attack)
    {
        using var clean = Train("clean", training);
        using var infected = Train(name, attack.Poison(training));
        var cleanQuality = Measurement.Print("clean", attack.Measure(clean, test), test);
        attack.Requirement.Check(Measurement.Print(name, attack.Measure(infected, test), test), cleanQuality.Accuracy);
        Write(clean, infected, $"mnist-{name}.onnx");
    }

    private Sequential Train(string name, LabeledImages images) =>
        trainer.Train(name, PaperNetworks.Mnist(Seed, LabelCount), images, new TrainingOptions { Epochs = Epochs, Seed = Seed });

    private void Write(Sequential clean, Sequential infected, string name)
    {
        using var files = new StagedFiles(output);
        Checkpoint.Write(clean, Shape, files.Stage("mnist-clean.onnx"));
        Checkpoint.Write(infected, Shape, files.Stage(name));
        CleanSamples.Write(test, SamplesPerLabel, Seed, files.Stage("mnist-clean-samples.npz"));
        files.Publish();
    }
}
