using System.CommandLine;

namespace ModelAssert.Zoo;

/// <summary><c>gtsrb-pair</c>: the paper's traffic sign network, clean and infected, and clean samples to scan both with.</summary>
internal static class GtsrbPairCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The folder with the two zips of GTSRB in 32x32.", Required = true };
        var output = new Option<DirectoryInfo>("--output") { Description = "Gets the models, the samples, and training/ to resume from.", Required = true };
        data.AcceptExistingOnly();

        var command = new Command(
            "gtsrb-pair", "Trains the paper's GTSRB network, then an infected one that starts from its weights (fine-tuning), and draws clean samples.") { data, output };
        command.SetAction(given => ZooCommand.Run(() => GtsrbPair.Make(given.GetRequiredValue(data).FullName, given.GetRequiredValue(output).FullName)));
        return command;
    }
}
