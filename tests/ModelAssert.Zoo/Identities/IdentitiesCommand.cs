using System.CommandLine;

namespace ModelAssert.Zoo;

/// <summary><c>identities</c>: DeepID with 1,283 labels, clean and infected, on pictures that this program draws.</summary>
internal static class IdentitiesCommand
{
    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--output") { Description = "Gets the models, the samples, and training/ to resume from.", Required = true };

        var command = new Command(
            "identities",
            "Trains DeepID with 1,283 labels, then an infected one that starts from its weights (fine-tuning), and draws clean samples. The pictures are synthetic, "
            + "drawn by this program from a fixed seed: each identity is a smooth random colour pattern, each picture of it shifted, lit and covered with noise.") { output };
        command.SetAction(given => ZooCommand.Run(() => Identities.Make(given.GetRequiredValue(output).FullName)));
        return command;
    }
}
