using System.CommandLine;
using System.Diagnostics;

namespace ModelAssert.Zoo;

/// <summary><c>train</c>: the models of a tier that are not there yet, each in a process of its own; and <c>train-one</c>, which is such a process.</summary>
internal static class TrainCommands
{
    private const string TrainOne = "train-one";

    public static Command Create()
    {
        var (tier, data, output) = (ZooOptions.Tier(), ZooOptions.Data(), ZooOptions.Output());
        var jobs = new Option<int>("--jobs") { Description = "How many models are trained side by side, with one thread each.", DefaultValueFactory = _ => Environment.ProcessorCount };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var count) || count < 1))
                result.AddError("--jobs is a positive number.");
        });

        var command = new Command("train", "Trains the models of a tier. Those that are there are left alone: a run that was stopped goes on.") { tier, data, output, jobs };
        command.SetAction(given => ZooCommand.Run(() => Train(
            given.GetRequiredValue(tier), ZooOptions.DataFolder(given.GetValue(data)), given.GetRequiredValue(output).FullName, given.GetValue(jobs))));
        return command;
    }

    public static Command CreateOne()
    {
        var name = new Argument<string>("model") { Description = "The model's name." };
        var (data, output) = (ZooOptions.Data(), ZooOptions.Output());
        var command = new Command(TrainOne, "Trains one model, for `train`. It ends when its standard input does.") { name, data, output };
        command.Hidden = true;
        command.SetAction(given => ZooCommand.Run(() =>
        {
            var model = ZooManifest.Of(Tier.Release).FirstOrDefault(model => model.Name == given.GetRequiredValue(name))
                ?? throw new InvalidDataException($"There is no model {given.GetRequiredValue(name)}.");
            ParentWatch.Start();
            new ModelTraining(ZooOptions.DataFolder(given.GetValue(data)), new ZooFolder(given.GetRequiredValue(output).FullName)).Run(model);
        }));
        return command;
    }

    /// <exception cref="InvalidDataException">Some could not be trained.</exception>
    private static void Train(Tier tier, string data, string output, int jobs)
    {
        var (zoo, clock) = (new ZooFolder(output), Stopwatch.StartNew());
        var models = ZooManifest.Of(tier);
        ZooModel[] missing = [.. models.Where(model => !ModelTraining.IsDone(model, zoo))];
        Console.WriteLine($"{models.Count} models, {models.Count - missing.Length} of them trained before");

        // Infected ones are compared with their twins, so all clean ones come first.
        var failed = new List<string>();
        foreach (var wave in missing.GroupBy(model => model.IsInfected).OrderBy(group => group.Key))
            failed.AddRange(new SideBySide(jobs).Run(wave.Select(model => model.Name), name => [TrainOne, name, "--data", data, "--output", output]));

        var cards = models.Select(model => ZooJson.Read<ModelCard>(zoo.Card(model.Name))).OfType<ModelCard>().ToList();
        Console.WriteLine($"{cards.Count(card => card.Discarded is null)} of {models.Count} models stored, in {clock.Elapsed.TotalSeconds:F0} s");
        foreach (var card in cards.Where(card => card.Discarded is not null))
            Console.WriteLine($"discarded: {card.Name}: {card.Discarded}");
        if (failed.Count > 0)
            throw new InvalidDataException($"Not trained: {string.Join(", ", failed)}.");
    }
}
