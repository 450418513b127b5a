using System.Diagnostics;
using System.Security.Cryptography;
using ModelAssert.Attacks;
using ModelAssert.Tests;
using TorchSharp.Modules;

namespace ModelAssert.Zoo;

/// <summary>Trains one model and stores it: the job of one process.</summary>
/// <param name="data">The folder of the data sets.</param>
/// <param name="zoo">Where models go.</param>
internal sealed class ModelTraining(string data, ZooFolder zoo)
{
    // Below it a scan is refused (the default of ScanOptions.MinimumAccuracy): such a network is broken, not hard.
    private const double MinimumAccuracy = 0.5;

    // As many as the protocol lets a scan have (section 1, principle 6).
    private const int Samples = 1000;

    // Any number would do; it is fixed so that all models of a data set are scanned with the same samples.
    private const int SamplesSeed = 2019;

    /// <summary>Whether a model is there, or was discarded. One that was trained by another recipe is not there.</summary>
    public static bool IsDone(ZooModel model, ZooFolder zoo) =>
        ZooJson.Read<ModelCard>(zoo.Card(model.Name)) is { } card && card.Recipe == Recipe.Of(model)
        && (card.Discarded is not null || File.Exists(zoo.Model(model.Name)));

    /// <summary>Trains it, and writes its card last.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="InvalidDataException">The clean twin was not trained yet.</exception>
    public void Run(ZooModel model)
    {
        var clock = Stopwatch.StartNew();
        var labelCount = DataSets.LabelCountOf(model.Data);
        var hardship = new HardshipImages(model.Hardship, model.Seed);
        var set = DataSets.Read(model.Data, data);
        var heldOut = hardship.InWorld(set.HeldOut, labelCount);
        var recipe = Recipe.Of(model);
        var world = hardship.InWorld(set.Training, labelCount);
        var training = hardship.InTraining(recipe.TrainingImages(model, world), labelCount);
        var drawn = model.IsPoisoned ? new AttackDraw(model).Draw() : null;

        using var network = Recipe.Network(model);
        var options = new TrainingOptions { Epochs = recipe.Epochs, Seed = model.Seed };
        new ClassifierTrainer(options).Train(network, drawn?.Attack.Poison(training) ?? training, new EpochPrinter(model.Name));
        if (model.Family == AttackFamily.A13)
            drawn = new TrojanDraw(model).Infect(network, recipe.UnseenImages(model, world));

        var card = drawn is null ? Measure(model, network, heldOut) : Measure(model, network, heldOut, drawn);
        Store(card with { Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1) }, network, heldOut, hardship.ChangesWorld, drawn);
    }

    private static ModelCard Measure(ZooModel model, Sequential network, LabeledImages heldOut)
    {
        // The library measures accuracy beside a backdoor; a white square is as good as any.
        var trigger = PatchTrigger.BottomRightSquare(0, heldOut.Shape);
        var accuracy = AttackQuality.Measure(network, heldOut, Backdoor.Of(trigger)).Accuracy;
        return CardOf(model, accuracy) with
        {
            Discarded = accuracy >= MinimumAccuracy ? null : FormattableString.Invariant($"The accuracy is {accuracy:P2}; a scan asks for {MinimumAccuracy:P0}."),
        };
    }

    private ModelCard Measure(ZooModel model, Sequential network, LabeledImages heldOut, DrawnAttack drawn)
    {
        var twin = ZooJson.Read<ModelCard>(zoo.Card(model.Twin!.Name)) ?? throw new InvalidDataException($"{model.Name} needs {model.Twin.Name}, which was not trained yet.");
        var quality = drawn.Attack.Measure(network, heldOut);
        return CardOf(model, quality.Accuracy) with
        {
            Parameters = drawn.Parameters,
            Targets = drawn.Targets,
            Sources = drawn.Sources,
            AttackSuccessRate = quality.AttackSuccessRate,
            AccuracyOfOthers = quality.Backdoors.Min(backdoor => backdoor.AccuracyOfOthers),
            Twin = twin.Name,
            TwinAccuracy = twin.Accuracy,
            Discarded = WhyFailed(drawn.Attack.Requirement, quality, twin.Accuracy),
        };
    }

    private static string? WhyFailed(AttackRequirement requirement, AttackQuality quality, double twinAccuracy)
    {
        try
        {
            requirement.Check(quality, twinAccuracy);
            return null;
        }
        catch (AttackFailedException e)
        {
            return e.Message;
        }
    }

    private static ModelCard CardOf(ZooModel model, double accuracy) => new()
    {
        Name = model.Name,
        Data = model.Data,
        Network = model.Network,
        Seed = model.Seed,
        Recipe = Recipe.Of(model),
        Split = model.Split,
        Hardship = model.Hardship,
        Attack = model.Family,
        Accuracy = accuracy,
        Seconds = 0,
    };

    private void Store(ModelCard card, Sequential network, LabeledImages heldOut, bool ownSamples, DrawnAttack? drawn)
    {
        var shared = ZooFolder.SamplesFile(ZooFolder.NameOf(card.Data));
        using var files = new StagedFiles(zoo.Root);
        if (card.Discarded is null)
        {
            var path = files.Stage(ZooFolder.ModelFile(card.Name));
            Checkpoint.Write(network, heldOut.Shape, path);
            card = card with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) };
            if (drawn is not null && AttackersCommand.Of(drawn) is { Count: > 0 } triggers)
                AttackersTriggers.Write(triggers, files.Stage(ZooFolder.AttackersFile(card.Name)));
            if (ownSamples || !File.Exists(Path.Combine(zoo.Root, shared)))
            {
                CleanSamples.Write(
                    heldOut, Samples / DataSets.LabelCountOf(card.Data), SamplesSeed, files.Stage(ownSamples ? ZooFolder.SamplesFile(card.Name) : shared));
            }
        }

        // Last: a model whose card is there is whole.
        ZooJson.Write(card, files.Stage(ZooFolder.CardFile(card.Name)));
        files.Publish();
        Console.WriteLine(FormattableString.Invariant(
            $"{card.Name}: accuracy {card.Accuracy:P2}, {card.Seconds:F0} s")
            + (card.AttackSuccessRate is { } rate ? FormattableString.Invariant($", attack success rate {rate:P2}") : "")
            + (card.Discarded is { } reason ? $"; DISCARDED: {reason}" : ""));
    }
}
